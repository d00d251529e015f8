"""YAML that is no YAML, YAML that is too much, and the plain words said about it."""

from __future__ import annotations

import pytest

from checker.files.yaml.nodes import Entries, Items, Scalar, compose
from checker.files.yaml.source import Source
from tests.files.conftest import CASE, THEORY, Folder


def composed(text: str) -> Entries:
    root, problems = compose(Source("f.yaml", text))
    assert not problems
    assert isinstance(root, Entries)
    return root


# What is read


def test_words_stay_words() -> None:
    root = composed("a: no\nb: 0.10\nc: 2010-01\nd: 0x1F\ne: ~\nf:\ng: 'null'\nh: \"\"\n")
    assert [(key.text, value.text, value.is_null) for key, value in root if isinstance(value, Scalar)] == [
        ("a", "no", False),
        ("b", "0.10", False),
        ("c", "2010-01", False),
        ("d", "0x1F", False),
        ("e", "~", True),
        ("f", "", True),
        ("g", "null", False),
        ("h", "", False),
    ]


def test_every_value_keeps_its_place() -> None:
    root = composed("ä: [b, {c: d}]\n")
    members = root.items("ä")
    assert str(root.keys["ä"].location) == "f.yaml:1:1"
    assert [str(member.location) for member in members] == ["f.yaml:1:5", "f.yaml:1:8"]
    assert isinstance(members[1], Entries)
    assert str(members[1].values["c"].location) == "f.yaml:1:12"


def test_an_alias_stands_for_its_value() -> None:
    root = composed("a: &x {b: c}\nd: *x\n")
    assert root.entries("d").text("b") == "c"


def test_a_byte_order_mark_is_no_part_of_the_first_key(folder: Folder) -> None:
    folder.write("codebook.yaml", b"\xef\xbb\xbf" + (folder.path / "codebook.yaml").read_bytes())
    folder.rule("trade")
    assert folder.errors() == []


def test_windows_line_ends_are_line_ends(folder: Folder) -> None:
    folder.theory((THEORY + "    rule: trad\n").replace("\n", "\r\n"))
    assert folder.errors() == [("theory.yaml:6:11", "`trad` is no variable of the codebook", "did you mean `trade`?")]


def test_pyyamls_own_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: [b, {c: d}]\ne: >-\n  f\n  g\n'h': \"i\\tj\"\n"

    def flat(node: object) -> object:
        match node:
            case Scalar():
                return (node.text, node.style, node.line, node.column)
            case Items():
                return [flat(item) for item in node.nodes]
            case Entries():
                return {key.text: flat(value) for key, value in node}
        raise TypeError(node)

    with_c = flat(composed(text))
    monkeypatch.setattr("checker.files.yaml.nodes._Loader", __import__("yaml").SafeLoader)
    assert flat(composed(text)) == with_c


# What is no YAML


def test_a_rule_with_a_colon(folder: Folder) -> None:
    folder.rule("if every X in state, partner: need(X) then trade")
    assert folder.errors() == [
        (
            "theory.yaml:6:39",
            "a colon followed by a space cannot stand in this text",
            "quote the rule or write it in block style (`>-`)",
        )
    ]


def test_a_scope_with_a_colon(folder: Folder) -> None:
    folder.theory("theory: theory\nscope: every X in state, partner: need(X)\n")
    assert folder.errors() == [
        (
            "theory.yaml:2:33",
            "a colon followed by a space cannot stand in this text",
            "quote the rule or write it in block style (`>-`)",
        )
    ]


def test_a_rule_of_several_lines_with_a_colon(folder: Folder) -> None:
    folder.rule("if trade and\n      every X in state, partner: need(X)\n      then trade")
    assert folder.errors() == [
        (
            "theory.yaml:7:32",
            "a colon followed by a space cannot stand in this text",
            "quote the rule or write it in block style (`>-`)",
        )
    ]


def test_a_claim_with_a_colon(folder: Folder) -> None:
    folder.theory(THEORY + "    claim: States balance: always.\n    rule: trade\n")
    assert folder.errors() == [
        (
            "theory.yaml:6:26",
            "a colon followed by a space cannot stand in this text",
            "quote the text or write it in block style (`>-`)",
        )
    ]


def test_a_key_that_is_indented_too_far(folder: Folder) -> None:
    folder.theory("theory: theory\n  codebook: codebook.yaml\n")
    assert folder.errors() == [
        (
            "theory.yaml:2:11",
            "a colon followed by a space cannot stand in this text",
            "start `codebook` in the same column as the keys around it; if it belongs to the text above, quote the text "
            "or write it in block style (`>-`)",
        )
    ]


def test_a_quote_that_is_never_closed(folder: Folder) -> None:
    folder.rule("'if trade then trade")
    assert folder.errors() == [
        ("theory.yaml:6:11", "a quote is opened here and never closed", "close it with the same quote")
    ]


def test_text_after_a_quote(folder: Folder) -> None:
    folder.rule("'trade' and trade")
    assert folder.errors() == [
        (
            "theory.yaml:6:17",
            "this quote ends the text, and more follows it",
            "put the whole rule between two quotes, with none inside it",
        )
    ]


def test_a_list_that_is_never_closed(folder: Folder) -> None:
    folder.theory("theory: theory\nexhaustive: [cooperation rises\ncodebook: codebook.yaml\n")
    assert folder.errors() == [
        (
            "theory.yaml:2:13",
            "this list is opened with `[` and not closed",
            "close it with `]`; put a text with brackets or commas in quotes",
        )
    ]


def test_braces_that_are_never_closed(folder: Folder) -> None:
    folder.coded("trade: {value: yes\n")
    assert folder.errors() == [
        (
            "case.yaml:9:14",
            "these braces are opened and not closed",
            "close them with `}`; put a text with brackets or commas in quotes",
        )
    ]


def test_a_line_without_a_colon(folder: Folder) -> None:
    folder.theory("theory: theory\ncodebook codebook.yaml\nexplains: cooperation\n")
    assert folder.errors() == [
        (
            "theory.yaml:2:1",
            "no colon with a blank after it ends the key of this line",
            "write `codebook: codebook.yaml`",
        )
    ]


def test_a_list_that_goes_on_without_a_dash(folder: Folder) -> None:
    folder.theory("- a\nb: c\n")
    assert folder.errors() == [
        ("theory.yaml:2:1", "the list above goes on without `- `", "start every item with `- ` in the same column")
    ]


def test_a_list_on_the_line_of_its_key(folder: Folder) -> None:
    folder.theory("theory: theory\nexplains: - cooperation\n")
    assert folder.errors() == [
        ("theory.yaml:2:11", "a list item cannot stand here", "put the list on the lines below its key")
    ]


def test_a_tab_that_indents(folder: Folder) -> None:
    folder.theory("theory: theory\npropositions:\n\t- id: A\n")
    assert folder.errors() == [("theory.yaml:3:1", "a tab cannot indent a line", "indent with spaces")]


def test_a_text_that_begins_with_an_at_sign(folder: Folder) -> None:
    folder.theory("theory: theory\ntitle: @home\n")
    assert folder.errors() == [("theory.yaml:2:8", "a text cannot begin with `@`", "put the text in quotes")]


def test_a_text_that_begins_with_a_star(folder: Folder) -> None:
    folder.theory("theory: theory\ntitle: *important\n")
    assert folder.errors() == [
        (
            "theory.yaml:2:8",
            "`*important` names nothing: no value before it is marked `&important`",
            "a text that begins with `*` must be quoted",
        )
    ]


def test_a_text_that_begins_with_a_lone_star(folder: Folder) -> None:
    folder.theory("theory: theory\ntitle: * important\n")
    assert folder.errors() == [("theory.yaml:2:8", "a text cannot begin with `*` or `&`", "put the text in quotes")]


def test_a_text_that_begins_with_an_exclamation_mark(folder: Folder) -> None:
    folder.theory("theory: theory\ntitle: !important yes\n")
    assert folder.errors() == [
        (
            "theory.yaml:2:8",
            "tags such as `!important` are not read",
            "delete the tag; a text that begins with `!` must be quoted",
        )
    ]


def test_a_tag_that_would_run_code_elsewhere(folder: Folder) -> None:
    folder.theory("theory: !!python/object/apply:os.getcwd []\n")
    assert folder.errors() == [
        (
            "theory.yaml:1:9",
            "tags such as `tag:yaml.org,2002:python/object/apply:os.getcwd` are not read",
            "delete the tag; a text that begins with `!` must be quoted",
        )
    ]


def test_a_backslash_in_double_quotes(folder: Folder) -> None:
    folder.theory('theory: theory\ntitle: "a\\d"\n')
    assert folder.errors() == [
        (
            "theory.yaml:2:10",
            "this escape is not known inside double quotes",
            "use single quotes, in which a backslash is just a backslash",
        )
    ]


def test_a_second_document(folder: Folder) -> None:
    folder.theory("theory: theory\n---\ntheory: other\n")
    assert folder.errors() == [
        ("theory.yaml:2:1", "a second document begins here", "write one document per file; delete the `---`")
    ]


def test_a_line_that_begins_with_a_percent_sign(folder: Folder) -> None:
    folder.theory("%a\ntheory: theory\n")
    assert folder.errors() == [("theory.yaml:1:3", "a line cannot begin with `%`", "put the text in quotes")]


def test_a_key_given_twice(folder: Folder) -> None:
    folder.theory(THEORY + "    rule: trade\nexplains: trade\n")
    assert folder.errors() == [
        ("theory.yaml:7:1", "`explains` is given twice; the first time in line 3", "keep one of the two")
    ]


def test_a_list_as_a_key(folder: Folder) -> None:
    folder.theory("theory: theory\n? [a, b]\n: c\n")
    assert ("theory.yaml:2:3", "a list or mapping cannot be a key", "write a name before the colon") in folder.errors()


def test_a_merge_key(folder: Folder) -> None:
    folder.coded("<<: {trade: yes}\n")
    assert folder.errors() == [("case.yaml:9:7", "merge keys (`<<`) are not read", "write the keys out")]


@pytest.mark.parametrize(
    "text",
    [
        "a: |x\n b",
        "a: !<x 1",
        "a: &x &y 1",
        "%YAML 3.0\n---\na: b",
        "a: b\n...\nc: d\n...x",
        "[a, b",
        "{a: b",
        "'",
        '"\\',
        "a: 'b'c: d",
        "&",
        "a: >9\n b",
        "? a\n? b\nc",
        "- - -\n - b: c\nd",
        'a: "\\xZZ"',
        "!!a !!b c",
        "a: b: c: d",
    ],
)
def test_any_other_slip_has_a_place_and_a_fix(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for loader in ("CSafeLoader", "SafeLoader"):
        monkeypatch.setattr("checker.files.yaml.nodes._Loader", getattr(__import__("yaml"), loader))
        root, problems = compose(Source("f.yaml", text))
        assert root is None
        assert all(problem.location.line and problem.message and problem.hint for problem in problems)


def test_a_character_that_the_parser_refuses() -> None:
    _, problems = compose(Source("f.yaml", "a: \x00"))
    assert [str(problem.location) for problem in problems] == ["f.yaml"]


def test_the_line_is_shown_with_a_caret(folder: Folder) -> None:
    folder.rule("every X in state: need(X)")
    assert str(folder.problems()[0]).splitlines() == [
        "theory.yaml:6:27: error: a colon followed by a space cannot stand in this text",
        "        rule: every X in state: need(X)",
        "                              ^",
        "    fix: quote the rule or write it in block style (`>-`)",
    ]


def test_a_second_period_without_its_dash_is_said_once(folder: Folder) -> None:
    second = "id: second\n    years: [1995, 1999]\n    codings:\n      trade: no\n"
    case = f"{CASE}periods:\n  - id: first\n    years: [1990, 1994]\n    codings:\n      trade: yes\n"
    folder.case(f"{case}    {second}")
    assert folder.errors() == [
        (
            "case.yaml:10:5",
            "the next item begins here without its `- `: `id` stands in line 6 already",
            "write `- id:`, with the dash below the one above",
        )
    ]
    folder.case(f"{case}  - {second}")
    assert folder.errors() == []


def test_a_key_repeated_further_down_an_item_is_given_twice(folder: Folder) -> None:
    folder.case(f"{CASE}periods:\n  - id: first\n    years: 1990\n    years: 1991\n")
    assert folder.errors() == [
        ("case.yaml:8:5", "`years` is given twice; the first time in line 7", "keep one of the two")
    ]
