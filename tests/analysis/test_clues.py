"""Van Evera's tests, worked out by hand: what a coding or an event is worth for and against a theory."""

from dataclasses import replace
from fractions import Fraction

import pytest

from checker.analysis.rivals.clues import Clue, clues
from checker.analysis.rivals.comparison import compare
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Term
from checker.logic.grammar import parse
from checker.study.case import Case, Coding, Event
from checker.study.theory import Rule, Theory
from tests.random_studies import random_study
from tests.seeds import for_each
from tests.small_studies import case, rule, theory


def named(name: str, *lines: str, scope: str = "") -> Theory:
    return replace(theory(*lines, scope=scope), name=name)


HIGH = named("high", "H1: if a then y is high", "H2: if b then y is low")
LOW = named("low", "L1: if c then y is low")


def found(*theories: Theory, of: Case, period: int = 1) -> tuple[Clue, ...]:
    return clues([Trial(t, of) for t in theories], theories[0].explains[0], period)[0]


def kinds(*theories: Theory, of: Case) -> dict[tuple[str, str], str]:
    return {(clue.theory, str(clue.term)): clue.kind for clue in found(*theories, of=of)}


def test_a_clue_that_only_one_theory_requires_is_a_hoop() -> None:
    needs = named("needs", "N1: a is necessary for y is high")
    assert kinds(needs, LOW, of=case("a=yes b=no y=high"))["needs", "a"] == "hoop"


def test_a_clue_that_every_rival_excludes_is_a_smoking_gun() -> None:
    bars = named("bars", "B1: if a then not y is high")
    worth = kinds(HIGH, bars, of=case("a=yes y=high"))
    assert (worth["high", "a"], worth["bars", "a"]) == ("smoking gun", "against")


def test_a_clue_that_one_requires_and_every_rival_excludes_is_doubly_decisive() -> None:
    needs, bars = named("needs", "N1: a is necessary for y is high"), named("bars", "B1: if a then not y is high")
    assert kinds(needs, bars, of=case("a=yes y=high"))["needs", "a"] == "doubly decisive"


def test_a_theory_refuted_whatever_the_clue_is_not_refuted_by_the_clue() -> None:
    hopeless = named("hopeless", "P1: y is low")
    worth = kinds(HIGH, hopeless, of=case("a=yes y=high"))
    assert ("high", "a") not in worth
    assert (worth["high", "y"], worth["hopeless", "y"]) == ("doubly decisive", "against")


def test_without_rivals_nothing_is_unique() -> None:
    assert kinds(HIGH, of=case("a=yes y=high"))["high", "y"] == "hoop"


def dated(of: Case, *events: Event) -> Case:
    """The case over the years 2001, 2002 ... with these events."""
    periods = tuple(replace(p, years=(2000 + n, 2000 + n)) for n, p in enumerate(of.periods, 1))
    return replace(of, periods=periods, events=events)


def shows(words: str, date: str = "2001") -> Event:
    return Event(date, "Something happens", clue=rule(words))


def by_event(*theories: Theory, of: Case, period: int = 1) -> dict[str, str]:
    return {clue.theory: clue.kind for clue in found(*theories, of=of, period=period) if clue.event is not None}


NEEDS, BARS = named("needs", "N1: a is necessary for y is high"), named("bars", "B1: if a then not y is high")


def test_an_event_is_tested_on_what_it_shows_and_not_on_how_that_is_coded() -> None:
    for coded in ("a=yes y=high", "a=? y=high", "a=no y=high"):
        assert by_event(NEEDS, BARS, of=dated(case(coded), shows("a"))) == {
            "needs": "doubly decisive",
            "bars": "against",
        }


def test_an_event_may_show_several_things_at_once() -> None:
    either = dated(case("a=yes b=no y=high"), shows("a or b"))
    both = named("both", "N1: (a or b) is necessary for y is high")
    assert by_event(both, LOW, of=either) == {"both": "hoop", "low": "straw in the wind"}


def test_an_event_that_shows_only_a_part_of_what_is_needed_is_no_hoop() -> None:
    part = dated(case("a=yes b=no y=high"), shows("a and not b"))
    assert by_event(named("both", "N1: (a or b) is necessary for y is high"), LOW, of=part)["both"] == (
        "straw in the wind"
    )


def test_an_event_may_show_a_change_since_the_period_before() -> None:
    grows = named("grows", "N1: w rises is necessary for y is high")
    of = dated(case("w=low y=low", "w=high y=high"), shows("w rises", "2002"))
    assert by_event(grows, LOW, of=of, period=2) == {"grows": "hoop", "low": "straw in the wind"}


def test_an_event_is_told_of_in_its_own_period_and_later_where_it_tells_something() -> None:
    looks_back = named("back", "N1: previously a is necessary for y is high")
    of = dated(case("a=yes y=low", "a=no y=high", "a=no y=low"), shows("a"))
    assert by_event(looks_back, LOW, of=of, period=1) == {"back": "straw in the wind", "low": "straw in the wind"}
    assert by_event(looks_back, LOW, of=of, period=2) == {"back": "hoop", "low": "straw in the wind"}
    assert by_event(looks_back, LOW, of=of, period=3) == {}


def test_a_clue_that_only_brings_a_theory_into_its_scope_does_not_refute_it() -> None:
    scoped = named("scoped", "P1: y is low", scope="a")
    worth = by_event(HIGH, scoped, of=dated(case("a=yes b=no y=high"), shows("a")))
    assert worth == {"high": "straw in the wind", "scoped": "already refuted"}


def test_a_clue_that_takes_a_theory_out_of_its_scope_is_no_test_of_it() -> None:
    scoped = named("scoped", "P1: y is low", scope="not a")
    assert by_event(HIGH, scoped, of=dated(case("a=yes b=no y=high"), shows("a")))["scoped"] == "out of scope"


@pytest.mark.parametrize(("coded", "agrees"), [("a=yes", True), ("a=no", False), ("a=?", None)])
def test_it_is_said_whether_the_codings_bear_an_event_out(coded: str, agrees: bool | None) -> None:
    of = dated(case(f"{coded} y=high"), shows("a"))
    assert {clue.agrees for clue in found(NEEDS, BARS, of=of) if clue.event} == {agrees}


def test_an_event_after_the_onset_is_marked() -> None:
    of = dated(case("a=yes y=high"), shows("a", "2001-05"))
    of = replace(of, periods=(replace(of.periods[0], onset="2001-03"),))
    assert all(clue.late for clue in found(NEEDS, of=of) if clue.event)
    assert not any(clue.late for clue in found(NEEDS, of=of) if clue.event is None)


def test_events_that_are_not_marked_are_no_clues() -> None:
    assert by_event(NEEDS, of=dated(case("a=yes y=high"), Event("2001", "Something happens"))) == {}


def test_an_event_that_speaks_of_too_much_is_a_limit() -> None:
    many = " and ".join(f"once ({x} and previously {x})" for x in ("a", "b", "c", "z"))
    of = dated(case(*["y=high"] * 6), shows(many, "2006"))
    told, limit = clues([Trial(NEEDS, of)], NEEDS.explains[0], 6)
    assert "combinations" in limit
    assert all(clue.event is None for clue in told)


def test_rivals_are_compared_by_events_with_benchmarks_aside() -> None:
    idle = replace(named("idle", "P1: y is low"), benchmark=True)
    compared = compare([dated(case("a=yes y=high"), shows("a"))], [NEEDS, BARS, idle])[0]
    assert [(each.clue.theory, each.clue.kind) for each in compared.clues] == [
        ("needs", "doubly decisive"),
        ("bars", "against"),
    ]


@pytest.mark.parametrize(("share", "kind"), [(Fraction(7, 10), "hoop"), (Fraction(3, 10), "straw in the wind")])
def test_what_is_contested_is_read_as_the_leading_verdict_reads_it(share: Fraction, kind: str) -> None:
    of = dated(
        case("a=yes y=high|low").recoded({(Term("y"), 1): Coding(("low", "high"), {"high": share, "low": 1 - share})}),
        shows("a"),
    )
    assert by_event(NEEDS, LOW, of=of)["needs"] == kind


def test_a_theory_stands_where_some_completion_of_what_is_missing_lets_it_stand() -> None:
    either = named("either", "N1: (a or b) is necessary for y is high")
    assert by_event(either, LOW, of=dated(case("a=yes b=no y=high"), shows("a")))["either"] == "hoop"
    assert by_event(either, LOW, of=dated(case("a=yes b=? y=high"), shows("a")))["either"] == "straw in the wind"


@for_each(range(80))
def test_an_event_that_shows_a_coding_is_worth_what_the_coding_is(seed: int) -> None:
    studied, of = random_study(seed)
    explained = studied.explains[0]
    for t in range(1, of.last + 1):
        for clue in clues([Trial(studied, of)], explained, t)[0]:
            number = of.number_of(clue.period_id)
            assert clue.term is not None and number is not None
            if number == 0 or clue.period_id != clue.judged:
                continue
            words = f"{clue.term} is {clue.values[0]}"
            shown = Rule(words, parse(words, studied.codebook.variables.__contains__))
            event = Event(f"{2000 + number}", "as coded", clue=shown)
            again, _ = clues([Trial(studied, dated(of, event))], explained, t, codings=False)
            assert [(each.kind, each.agrees) for each in again] == [(clue.kind, True)]
