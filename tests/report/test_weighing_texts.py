"""What robust, compare, discriminate and inspect say: sentences, and the same answer in every format."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from checker.analysis.rivals.comparison import compare
from checker.analysis.rivals.content import boldness_of_each_two, inspect
from checker.analysis.rivals.discrimination import discriminate
from checker.analysis.robust.robustness import Robustness, robustness
from checker.logic.formula import Term
from checker.report.compare.compare import compare_rendered
from checker.report.compare.discriminate import discriminate_rendered
from checker.report.compare.inspect import inspect_rendered
from checker.report.render.document import Document, Section, Table, columns_of, shown_as
from checker.report.robust.formats import robust_rendered
from checker.study.case import Case, Coding, Indicator
from checker.study.theory import Explained, Theory
from tests.small_studies import case, theory

Renderer = Callable[[str, int], str]


def named(name: str, *lines: str, exhaustive: Sequence[str] = ()) -> Theory:
    return replace(theory(*lines, exhaustive=exhaustive), name=name, title="")


HIGH = named("high", "H1: if a then y is high", "H2: if b then y is low")
LOW = named("low", "L1: if c then y is low")


def doubtful() -> Case:
    of = case("a=yes b=no c=? y=high", "a=no b=yes c=yes y=low")
    of = of.recoded({(Term("a"), 1): Coding(("yes",), {"yes": Fraction(3, 4), "no": Fraction(1, 4)})})
    return replace(of, indicators={Term("y"): {"visits": Indicator("visits", {"t1": Coding(("low",))})}})


def robust() -> Robustness:
    return robustness(doubtful(), [HIGH, LOW])


RENDERERS: dict[str, Renderer] = {
    "robust": lambda form, width: robust_rendered([robust()], form, width),
    "compare": lambda form, width: compare_rendered(compare([doubtful()], [HIGH, LOW]), form, width),
    "discriminate": lambda form, width: discriminate_rendered(discriminate(HIGH, LOW, doubtful()), form, width),
    "inspect": lambda form, width: inspect_rendered([inspect(HIGH)], form, width),
}


@pytest.mark.parametrize("name", RENDERERS)
def test_every_format_is_whole(name: str) -> None:
    render = RENDERERS[name]
    assert json.loads(render("json", 80))["format"] == f"checker/{name}"
    header, *rows = csv.reader(io.StringIO(render("csv", 80)))
    assert rows and all(len(row) == len(header) for row in rows)
    assert render("markdown", 80).startswith("# ")
    assert render("latex", 80).count("\\begin{table}") == render("latex", 80).count("\\end{table}") > 0
    with pytest.raises(ValueError, match="not a format"):
        render("tiff", 80)


@pytest.mark.parametrize("name", RENDERERS)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_text_keeps_to_the_width(name: str, width: int) -> None:
    head, *lines = RENDERERS[name]("text", width).splitlines()
    assert head and all(len(line) <= width for line in lines)


BOLD = named("bold", "B1: if a then y is high", "B2: if not a then y is low")
SHY = named("shy", "S1: if a then y is mid", "S2: if c then y is mid", exhaustive=["y is mid"])
STILL = replace(named("still", "P1: y is low"), benchmark=True)


def sure(share: Fraction, line: str = "a=yes c=no y=high") -> Case:
    return case(line).recoded({(Term("a"), 1): Coding(("yes",), {"yes": share, "no": 1 - share})})


def shown(*theories: Theory, of: Sequence[Case], verbose: bool = False) -> str:
    return " ".join(compare_rendered(compare(of, theories), "text", 80, verbose).split())


def test_the_sentences_that_decide_come_first_with_their_chances() -> None:
    text = shown(BOLD, SHY, STILL, of=[sure(Fraction(3, 4))])
    assert text.startswith(
        "small: rivals on y What decides Most likely to decide is t1, where bold excludes what shy (75 %) predicts. If "
        "so, bold wins with 100 %, shy with 0 %. bold dominates shy with 75 %; the reverse has 25 %. The benchmark "
        "still is probably dominated by bold."
    )
    unlikely = shown(BOLD, SHY, STILL, of=[sure(Fraction(2, 5))])
    assert "No period is likely to be a critical test. The likeliest is t1" in unlikely
    assert "bold dominates shy with 40 %; the reverse has 60 %" not in unlikely
    assert "shy dominates bold with 60 %; the reverse has 40 %." in unlikely


def test_that_nothing_decides_is_said_with_what_may() -> None:
    text = " ".join(RENDERERS["compare"]("text", 80).split())
    assert (
        "No period is a critical test of any two theories: nowhere do two predictions exclude each other; at most "
        "they differ. checker discriminate says what would tell two of them apart." in text
    )
    assert "or even differ." in shown(BOLD, replace(BOLD, name="twin"), of=[sure(Fraction(3, 4))])


def test_each_leading_verdict_stands_once_and_in_brackets_what_the_claim_to_completeness_makes_of_it() -> None:
    text = compare_rendered(compare([sure(Fraction(1, 4))], [BOLD, SHY]), "text", 80)
    assert "  a  bold      ✗75\n  b  shy       ✓" not in text
    assert "  b  shy       ~75(·75)" in text
    assert text.count("bold  ") == 2
    words = compare_rendered(compare([sure(Fraction(1, 4))], [BOLD, SHY]), "markdown", 80)
    assert "| b | shy | permitted 75 (silent 75) |" in words


def test_dominance_is_a_matrix_of_chances_and_mostly_different_periods_are_said() -> None:
    narrow = replace(named("narrow", "N1: y is low"), scope=theory(scope="a").scope)
    text = compare_rendered(compare([sure(Fraction(1, 4))], [BOLD, SHY]), "text", 80)
    assert "     a   b\n  a      25\n  b  75\n" in text
    apart = shown(BOLD, narrow, of=[case("a=no c=no y=low")])
    assert "on 0 of 1 period, on average. The two are mostly judged on different periods, and so not ordered" in apart


def test_several_cases_have_one_truth_table_and_their_records_with_the_rest() -> None:
    cases = [sure(Fraction(3, 4)), replace(sure(Fraction(1, 2)), name="other")]
    text = shown(BOLD, SHY, of=cases)
    assert "a bold; b shy." in text and "small t1 high 100 ✓75 ✗75 other t1" in text
    assert "Over all periods" not in text and "the record by case" in text
    assert "Over all periods" in shown(BOLD, SHY, of=cases, verbose=True)


def test_one_theory_alone_has_nothing_to_decide() -> None:
    assert "There is only one theory here" in compare_rendered(compare([doubtful()], [HIGH]), "text")


def test_limits_of_one_kind_are_said_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.analysis.rivals.chances.MAX_WAYS", 1)
    text = shown(BOLD, SHY, HIGH, STILL, of=[sure(Fraction(3, 4))])
    assert "bold and shy over all periods; bold and high over all periods; bold and still over all periods and " in text
    assert text.count("more than 1 ways") == 1


def test_the_first_sentence_says_what_to_look_for_and_what_it_would_show() -> None:
    text = " ".join(RENDERERS["discriminate"]("text", 80).split())
    assert (
        "What to look for next Find out whether “c” is yes (t1), for t1: then high says that y is high, low that "
        "y is low." in text
    )
    assert "The least that tells them apart is one coding: “c” is yes (t1); then high says" in text
    assert "No coding of what is missing or contested makes them exclude each other." in text
    alone = " ".join(discriminate_rendered(discriminate(HIGH, LOW), "text").split())
    assert "Look for a case in which “a” is yes (now) and “c” is yes (now): then high says that y is high" in alone


def test_a_period_that_parts_two_theories_already_needs_no_more() -> None:
    text = " ".join(discriminate_rendered(discriminate(HIGH, LOW, case("a=yes b=no c=yes y=high")), "text").split())
    assert "In t1 nothing more is needed: however gaps are coded, the two exclude each other there (100 %, with" in text
    never = discriminate_rendered(discriminate(HIGH, replace(HIGH, name="twin"), case("a=yes b=no y=high")), "text")
    assert "makes the two exclude each other in any period." in " ".join(never.split())


def test_how_likely_the_codings_make_a_test_is_said() -> None:
    of = case("a=yes b=no c=yes|no y=high")
    text = " ".join(discriminate_rendered(discriminate(HIGH, LOW, of), "text").split())
    assert "Find out whether “c” is yes (t1) (so far 50 %)" in text
    assert "As things are, t1 is the likeliest critical test of the two (50 %)." in text
    assert "t1 50 50 100 : 0 high low" in text


def test_theories_that_explain_different_things_cannot_be_told_apart() -> None:
    other = theory("P1: if a then z", explains="z")
    assert "explain nothing in common" in discriminate_rendered(discriminate(HIGH, other), "text")


def test_what_is_not_in_order_is_said_with_its_reason() -> None:
    wanting = named(
        "wanting",
        "P1: if a then y is high",
        "P2: if (a and b) then y is at least mid",
        "P3: if e then y is low",
        "P4: not c",
        "P5: if c then y is mid",
    )
    text = " ".join(inspect_rendered([inspect(wanting)], "text").split())
    assert "wanting does not pass 4 of" in text
    assert "P2 is redundant: it follows from P1." in text
    assert "P5 is redundant: it follows from P4." in text
    assert "The condition of P5 can never hold: it is ruled out by P4." in text
    assert "e is theoretical and no definition fixes it." in text


def inspected(*lines: str, scope: str = "", exhaustive: tuple[str, ...] = ()) -> str:
    return " ".join(inspect_rendered([inspect(theory(*lines, scope=scope, exhaustive=exhaustive))], "text").split())


def test_every_demand_has_a_yes_or_a_no_and_its_evidence() -> None:
    text = inspected(
        "D1 definition: e if and only if (a or b)",
        "P1: if e then y is high",
        "P2: if a then y is mid",
        "P3: if (a and b) then y is mid",
        scope="not z",
    )
    assert "small does not pass 3 of 15 checks" in text
    assert "D1 fails: a " in text and "e " in text
    assert "P3 no follows from P2" in text
    assert (
        "Satisfiable: can all its laws hold together? Evidence: a world in which they do. about met evidence "
        "the theory yes " in text
    )
    assert "scope yes z no" in text
    assert "e yes by D1" in text
    assert "the theory yes all 24 worlds stay possible" in text
    assert "D1 (converse) yes" in text


def test_what_a_demand_is_not_met_by_is_shown_too() -> None:
    text = inspected(
        "D1 definition: if a then e",
        "D2 definition: if b then not e",
        "P1: if (e and d) then y is high",
        "P2: not c",
        "P3: if c then y is low",
    )
    assert "d no no definition fixes it" in text
    assert "the theory no a yes and b yes" in text
    assert "P3 no ruled out by P2" in text
    assert "y no every world fits its laws" in inspected("P1 usually: if a then y is high")


def test_what_would_refute_a_theory_is_shown_in_the_fewest_words() -> None:
    text = inspected(
        "P1: if (a and previously b) then y is high",
        "P2: if c then y is low",
        "P3: if z then y is low",
        "P4: if f(state) then y is mid",
    )
    assert "What would refute it that “c” is yes and “f (state)” is yes, whatever the outcome." in text
    assert "and 6 more" in text
    back = inspected("P1: if (previously previously a) then y is high")
    assert "y is at most mid while “a” is yes 2 periods before" in back


def test_when_a_theory_says_what_is_told_in_words_and_as_a_formula() -> None:
    found = inspect(theory("P1: if a and (b or c) then y is high"))
    text = " ".join(inspect_rendered([found], "text").split())
    assert "When it says what It predicts that y is high and excludes that y is at most mid if “a” is yes and" in text
    assert r"\item It never excludes that y is high." in inspect_rendered([found], "latex")
    told = json.loads(inspect_rendered([found], "json"))
    assert told["version"] == 2
    assert {each["says"] for each in told["theories"][0]["content"][0]["conditions"]} == {"predicts", "excludes"}


def test_of_several_theories_the_bolder_is_named() -> None:
    weak, strong = named("weak", "W1: if (a and b) then y is high"), named("strong", "S1: if a then y is high")
    other = replace(named("elsewhere", "E1: if a then z"), explains=(Explained(Term("z")),))
    compared = boldness_of_each_two([weak, strong, other])
    text = inspect_rendered([inspect(weak), inspect(strong)], "text", 80, compared)
    assert "On y\n  strong is bolder than weak: it forbids all that the other does, and more." in text
    assert json.loads(inspect_rendered([inspect(weak)], "json", 80, compared))["boldness"] == [
        {"first": "weak", "second": "strong", "explains": "y", "bolder": "second", "limit": None}
    ]


def test_what_kind_of_case_a_period_is_for_two_theories_is_said() -> None:
    says, same = named("says", "S1: y is high"), named("same", "T1: y is high")
    bars = named("bars", "B1: not y is high")
    assert "a most likely case for both, which predict the same" in discriminate_rendered(
        discriminate(says, same, case("y=high")), "text", 200
    )
    assert "a least likely case for says: bars excludes what it predicts, so a success would count for much." in (
        discriminate_rendered(discriminate(bars, says, case("y=high")), "text", 200)
    )


def test_colliding_laws_and_empty_talk_are_named() -> None:
    assert "its laws collide (P1 and P2)" in inspect_rendered(
        [inspect(theory("P1: y is high", "P2: y is low"))], "text"
    )
    empty = inspect_rendered([inspect(theory("P1: if a then a"))], "text")
    assert "P1 is redundant: it is true in every world." in empty and "No observation can refute" in empty
    nowhere = inspect_rendered([inspect(theory("P1: if a then a", scope="b and not b"))], "text")
    assert "No world fits its scope." in nowhere and "P1 is redundant: it follows from its scope." in nowhere
    assert "Nothing can meet its scope." in nowhere


def test_columns_wrap_where_they_would_not_fit() -> None:
    rows = list(columns_of([("a", "b"), ("short", "a cell with a good many words")], 20))
    assert rows[1:] == ["short  a cell with a", "       good many    ", "       words        "]


def test_a_section_with_nothing_to_say_is_not_shown() -> None:
    document = Document("Title", (Section("Empty", (), (Table("nothing", ("a",), ()),)), Section("Full", ("Said.",))))
    assert shown_as(document, "text") == "Title\n\nFull\n  Said.\n"
    assert shown_as(document, "markdown") == "# Title\n\n## Full\n\n- Said.\n"
    assert shown_as(document, "latex") == "\\section*{Title}\n\\subsection*{Full}\nSaid.\n\n"


def test_of_an_unread_period_it_is_said_why() -> None:
    moves = replace(named("one", "P1: y rises"), explains=(Explained(Term("y"), True),))
    text = discriminate_rendered(discriminate(moves, replace(moves, name="two"), case("y=low", "y=mid")), "text", 200)
    assert text.count("There is no earlier period to change from.") == 1
    never = replace(named("one", "P1: y is low"), scope=theory(scope="a").scope)
    text = discriminate_rendered(discriminate(never, replace(never, name="two"), case("a=no y=low")), "text", 200)
    assert "Neither theory claims to hold here." in text
