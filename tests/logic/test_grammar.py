"""Reading and printing rules: what a text says, and what is said about a text that says nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import lark
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.logic import grammar
from checker.logic.formula import (
    And,
    Change,
    Compare,
    Count,
    Formula,
    Iff,
    Implies,
    Is,
    Not,
    Once,
    Or,
    Previously,
    Quantified,
    Term,
    subformulas,
)
from checker.logic.grammar import RESERVED, WORDS, RuleSyntaxError, parse, parse_term
from checker.logic.printing import text
from tests.strategies import codebooks, formulas

A, B, C = (Is(Term(name), ("yes",)) for name in ("a", "b", "c"))
X = Term("capability", ("X",))


# Reading


@pytest.mark.parametrize(
    ("words", "formula"),
    [
        ("a", A),
        ("a is yes", A),
        ("a is not yes", Not(A)),
        ("w is low", Is(Term("w"), ("low",))),
        ("w is not one of low, mid", Not(Is(Term("w"), ("low", "mid")))),
        ("w rises", Change(Term("w"), "rises")),
        ("w is steady", Change(Term("w"), "steady")),
        ("w is not steady", Not(Change(Term("w"), "steady"))),
        ("w is at least mid", Compare(Term("w"), "at least", "mid")),
        ("w is below v", Compare(Term("w"), "below", Term("v"))),
        ("w is below v(state)", Compare(Term("w"), "below", Term("v", ("state",)))),
        ("w is not the same as v", Not(Compare(Term("w"), "the same as", Term("v")))),
        ("threatens(partner, state)", Is(Term("threatens", ("partner", "state")), ("yes",))),
    ],
)
def test_atoms(words: str, formula: Formula) -> None:
    assert parse(words, {"v"}.__contains__) == formula


@pytest.mark.parametrize(
    ("words", "formula"),
    [
        ("if a then b", Implies(A, B)),
        ("b if a", Implies(A, B)),
        ("a only if b", Implies(A, B)),
        ("b is necessary for a", Implies(A, B)),
        ("a is sufficient for b", Implies(A, B)),
        ("a if and only if b", Iff(A, B)),
        ("a is necessary and sufficient for b", Iff(A, B)),
        ("a is\n  necessary  and\tsufficient for b", Iff(A, B)),
        ("if a then if b then c", Implies(A, Implies(B, C))),
        ("if a then b if c", Implies(A, Implies(C, B))),
        ("if a then b if and only if c", Implies(A, Iff(B, C))),
        ("a or b and c", Or((A, And((B, C))))),
        ("a and b or c", Or((And((A, B)), C))),
        ("a and (b and c)", And((A, And((B, C))))),
        ("if a or b then c", Implies(Or((A, B)), C)),
        ("a or b only if c", Implies(Or((A, B)), C)),
    ],
)
def test_connectives(words: str, formula: Formula) -> None:
    assert parse(words) == formula


@pytest.mark.parametrize(
    ("words", "formula"),
    [
        ("not a and b", And((Not(A), B))),
        ("previously a and b", And((Previously(A), B))),
        ("once not a or b", Or((Once(Not(A)), B))),
        ("not previously once a", Not(Previously(Once(A)))),
        ("previously (a and b)", Previously(And((A, B)))),
        (
            "every X in state, partner: capability(X) rises and b",
            And((Quantified("every", "X", ("state", "partner"), Change(X, "rises")), B)),
        ),
        (
            "not some X in state: not capability(X) rises",
            Not(Quantified("some", "X", ("state",), Not(Change(X, "rises")))),
        ),
        ("at least 2 of (a; if a then b; b or c) and c", And((Count("least", 2, (A, Implies(A, B), Or((B, C)))), C))),
        ("at most 0 of (a)", Count("most", 0, (A,))),
    ],
)
def test_what_a_prefix_takes_is_the_unary_that_follows(words: str, formula: Formula) -> None:
    assert parse(words) == formula


@pytest.mark.parametrize(
    "name",
    [
        "island",
        "isolation",
        "once_more",
        "not-yet",
        "If",
        "AND",
        "Rises",
        "_is",
        "_",
        "iffy",
        "for-ever",
        "x1",
        "yes",
        "eyes",
    ],
)
def test_a_name_may_begin_like_a_word_of_the_grammar(name: str) -> None:
    assert parse(f"{name} and not {name} rises") == And((Is(Term(name), ("yes",)), Not(Change(Term(name), "rises"))))
    assert parse(f"w is {name}") == Is(Term("w"), (name,))
    assert parse(f"if {name}({name}) then w is at least {name}") == Implies(
        Is(Term(name, (name,)), ("yes",)), Compare(Term("w"), "at least", name)
    )
    assert parse_term(name) == Term(name)


def test_a_phrase_ends_with_its_last_word() -> None:
    assert parse("w is necessary-evil") == Is(Term("w"), ("necessary-evil",))
    with pytest.raises(RuleSyntaxError):
        parse("a is necessary forever b")
    with pytest.raises(RuleSyntaxError):
        parse("a if and only iffy b")


def test_the_reserved_words_are_those_of_the_grammar() -> None:
    spelled = {
        word
        for terminal in grammar.build_parser(grammar.GRAMMAR.read_text(encoding="utf-8")).terminals
        for word in terminal.pattern.value.replace("\\s+", " ").split("(?!")[0].split()
        if word.isalpha()
    }
    assert spelled == WORDS
    assert WORDS | {"missing", "baseline"} == RESERVED


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_no_reserved_word_is_a_name(word: str) -> None:
    for words in (
        word,
        f"{word} rises",
        f"w is one of low, {word}",
        f"w is at least {word}",
        f"capability({word})",
        f"every {word} in state: b",
        f"every X in {word}: capability(X)",
    ):
        with pytest.raises(RuleSyntaxError):
            parse(words)


def test_offsets_lead_back_to_the_names() -> None:
    words = "if capability(state) rises then w is one of low, mid or w is below v(state)"
    terms = [(part.term, part) for part in subformulas(parse(words)) if isinstance(part, (Is, Change, Compare))]
    for term, part in terms:
        assert words[term.at :].startswith(term.variable)
        if isinstance(part, Is):
            assert [words[at:].startswith(value) for at, value in zip(part.at, part.values, strict=True)] == [True] * 2
        if isinstance(part, Compare):
            assert words[part.at :].startswith("v(state)")
    quantified = parse("a or every X in state: capability(X)")
    assert isinstance(quantified, Or) and quantified.operands[1] == Quantified(
        "every", "X", ("state",), Is(X, ("yes",)), 0
    )
    assert [part.at for part in subformulas(quantified) if isinstance(part, Quantified)] == [11]


def test_a_place_is_no_part_of_what_a_formula_says() -> None:
    assert parse("  a   and b") == parse("a and b") and hash(parse("  a   and b")) == hash(parse("a and b"))


@pytest.mark.parametrize("words", ["capability(partner)", " threatens( partner ,state) ", "trade", "eyes"])
def test_a_term_alone(words: str) -> None:
    assert str(parse_term(words)).replace(" ", "") == words.replace(" ", "")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "trade is yes",
        "trade is one of yes",
        "not trade",
        "trade rises",
        "(trade)",
        "a and b",
        "a is yes and b",
        "a b",
    ],
)
def test_more_than_a_term_is_no_term(words: str) -> None:
    with pytest.raises(RuleSyntaxError):
        parse_term(words)


# Printing


@given(st.data())
def test_what_is_printed_reads_back_as_the_same_formula(data: st.DataObject) -> None:
    codebook = data.draw(codebooks())
    formula = data.draw(formulas(codebook))
    for every_parenthesis in (False, True):
        assert parse(text(formula, every_parenthesis), codebook.variables.__contains__) == formula


@pytest.mark.parametrize(
    ("words", "full"),
    [
        ("if a and b or c then not a", "if ((a and b) or c) then (not a)"),
        ("previously a and b", "(previously a) and b"),
        ("if a then if b then c", "if a then (if b then c)"),
        ("every X in state, partner: capability(X) and b", "(every X in state, partner: capability(X)) and b"),
    ],
)
def test_all_parentheses_are_shown_on_request(words: str, full: str) -> None:
    assert text(parse(words), every_parenthesis=True) == full


@pytest.mark.parametrize(
    "words",
    [
        "a and (b or c)",
        "(if a then b) if and only if c",
        "if a then b or c",
        "not (a and b)",
        "previously (a or b)",
        "w is not low",
        "not w rises",
        "at least 2 of (a; if b then c)",
        "once not a",
        "a and (b and c)",
    ],
)
def test_few_parentheses_are_printed_and_those_that_matter_are(words: str) -> None:
    assert text(parse(words)) == words


def test_printing_refuses_what_is_no_formula() -> None:
    with pytest.raises(TypeError):
        text(Formula())


# Errors

ATOM_ENDS = "here could stand the end of the rule"


@pytest.mark.parametrize(
    ("words", "offset", "message", "hint"),
    [
        ("", 0, "the rule is empty", "write a rule"),
        (" \n", 0, "the rule is empty", "write a rule"),
        ("if a then", 9, "the rule ends too early", "a name"),
        ("(a and b   ", 8, "the rule ends too early", "`)`"),
        ("w is at least", 13, "the rule ends too early", "here could stand a name"),
        ("if a the b", 5, "`the` cannot stand here", "did you mean `then`?"),
        ("If a then b", 3, "`a` was not expected here", "is `If` meant to be `if`?"),
        ("w rise", 2, "`rise` was not expected here", "did you mean `rises`?"),
        ("w is atleast mid", 13, "`mid` was not expected here", "is `atleast` meant to be `least`?"),
        ("a b", 2, "`b` was not expected here", ATOM_ENDS),
        ("a then b", 2, "`then` cannot stand here", ATOM_ENDS),
        ("a if only b", 5, "`only` cannot stand here", "a name"),
        ("a)", 1, "`)` was not expected here", ATOM_ENDS),
        ("f()", 2, "`)` was not expected here", "a name"),
        ("f(a b)", 4, "`b` was not expected here", "here could stand `,` or `)`"),
        ("every X in state f(X)", 17, "`f` was not expected here", "here could stand `:` or `,`"),
        ("every X state: f(X)", 8, "`state` was not expected here", "`in`"),
        ("at least two of (a; b)", 9, "`two` was not expected here", "here could stand a number"),
        ("at least 2 of a", 14, "`a` was not expected here", "here could stand `(`"),
        ("w is 3", 5, "`3` was not expected here", "a name"),
        ("a ~ b", 2, "`~` cannot stand in a rule", "rules are made of"),
        ("a.b", 1, "`.` cannot stand in a rule", "rules are made of"),
        ("a and é", 6, "`é` cannot stand in a rule", "rules are made of"),
        ("a is missing", 5, "`missing` is a word of the rule language and cannot be a name", "use another name"),
        ("a and baseline", 6, "`baseline` is a word of the rule language and cannot be a name", "use another name"),
        ("a is necessary", 5, "`necessary` is a word", "write `is necessary for`"),
        ("a is necessary b", 15, "`b` was not expected here", "write `is necessary for`"),
        ("a is sufficient b", 16, "`b` was not expected here", "`is sufficient for`"),
        ("a is necessary and sufficient b", 30, "`b` was not expected here", "`is necessary and sufficient for`"),
        ("a" * 20_001, 0, "the rule is longer than 20,000 characters", "split it"),
        ("not " * 60 + "a", 0, "the rule is nested more than 60 levels deep", "split it"),
    ],
)
def test_a_syntax_error_says_where_what_and_what_else(words: str, offset: int, message: str, hint: str) -> None:
    with pytest.raises(RuleSyntaxError) as caught:
        parse(words)
    assert caught.value.offset == offset
    assert caught.value.message.startswith(message)
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    "words",
    [
        "not " * 4900 + "a",
        "if a then " * 1900 + "a",
        "at least 1 of (" * 1200 + "a" + ")" * 1200,
        "(a and " * 2000 + "a" + ")" * 2000,
        "(" * 9000 + "a" + ")" * 9000,
    ],
)
def test_no_nesting_is_too_deep_for_an_error_with_a_place(words: str) -> None:
    with pytest.raises(RuleSyntaxError, match="60 levels"):
        parse(words)


def test_nesting_up_to_the_limit_reads_and_prints() -> None:
    words = "not " * (grammar.MAX_NESTING - 1) + "a"
    assert text(parse(words)) == words


@given(
    st.text(alphabet="ab (),:;is not if then every X in 12 =é\n", max_size=40)
    | st.text(max_size=20)
    | st.lists(st.sampled_from([*sorted(WORDS), "a", "w", *"(),:;2"]), max_size=12).map(" ".join)
)
def test_any_text_is_a_rule_or_a_syntax_error_with_a_place_in_it(words: str) -> None:
    try:
        formula = parse(words)
    except RuleSyntaxError as error:
        assert 0 <= error.offset <= len(words) and error.message and error.hint
    else:
        assert parse(text(formula)) == formula


# The grammar itself


def test_the_grammar_is_without_conflict_and_no_two_of_its_words_overlap() -> None:
    grammar.build_parser(grammar.GRAMMAR.read_text(encoding="utf-8"), strict=True)


def test_the_table_shipped_is_of_this_grammar_and_of_the_lark_that_the_tests_pin() -> None:
    """Lark numbers its states in another order each time, so two tables of one grammar are not the same text."""
    shipped = json.loads(grammar.TABLE.read_text(encoding="utf-8"))
    made = json.loads(grammar.parser_table(grammar.GRAMMAR.read_text(encoding="utf-8")))
    for part in ("grammar", "lark"):
        assert shipped[part] == made[part], "run python -m checker.logic.grammar"
    states, others = (content["table"]["data"]["parser"]["parser"]["states"] for content in (shipped, made))
    assert len(states) == len(others)


@given(codebooks().flatmap(formulas))
def test_the_table_shipped_reads_like_the_grammar(formula: Formula) -> None:
    built = _built()
    for words in (text(formula), text(formula, every_parenthesis=True)):
        assert grammar._parser().parse(words) == built.parse(words)


@cache
def _built() -> lark.Lark:
    return grammar.build_parser(grammar.GRAMMAR.read_text(encoding="utf-8"))


@pytest.fixture
def parser_afresh() -> Iterator[None]:
    """The parser is loaded once; these tests load it anew, before and after."""
    grammar._parser.cache_clear()
    yield
    grammar._parser.cache_clear()


@pytest.mark.usefixtures("parser_afresh")
@pytest.mark.parametrize("change", ["missing", "another lark", "another grammar"])
def test_without_a_table_that_fits_the_grammar_is_built(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "grammar.json"
    content = json.loads(grammar.TABLE.read_text(encoding="utf-8"))
    if change != "missing":
        content["lark" if change == "another lark" else "grammar"] = "0"
        table.write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(grammar, "TABLE", table)
    assert parse("if a then b") == Implies(A, B)
