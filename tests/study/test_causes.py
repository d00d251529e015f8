"""Which propositions name a cause of what a theory claims to explain exhaustively, and which laws force it without."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from checker.analysis.verdicts.trial import judge
from checker.logic.formula import Formula, Term
from checker.logic.grammar import parse
from checker.logic.partial import named
from checker.logic.rewriting import lookback, quantifier_free
from checker.study import causes
from checker.study.causes import can_bring_about, causes_named, forced_without_cause
from checker.study.codebook import Codebook
from tests.oracle.formulas import holds
from tests.random_formulas import Seeded, Writer, random_codebook
from tests.seeds import in_blocks
from tests.small_studies import BOOK, case, theory

Y = Term("y")
MOST_WORLDS = 4_000


def formula(words: str) -> Formula:
    return quantifier_free(parse(words, BOOK.variables.__contains__))


# y is low, mid or high; what is said is about y now.
@pytest.mark.parametrize(
    ("effect", "said", "expected"),
    [
        ("y rises", "y rises", True),
        ("not y rises", "y rises", False),
        ("y is at most mid", "y falls", True),  # from high
        ("y is at most mid", "y rises", False),  # it may be low, and from low nothing is a rise
        ("y is mid", "y rises", True),
        ("y is low", "y rises", False),
        ("y is one of low, high", "y rises", False),
        ("y rises or y falls", "y rises", True),  # from low it cannot fall
        ("y is steady", "y is mid", True),
        ("y is at least low", "y is high", False),
        ("y is at least w", "y is high", True),  # where w is high
        ("y is above w", "y is high", True),
        ("y is below w", "y is high", False),
        ("y rises and y is low", "y rises", False),  # it cannot be
        ("y rises or b", "y rises", True),  # where b is not
        ("y is high and not y is high", "y is high", False),
        ("if once a then y is high", "y is high", True),
        ("if not once (a or not a) then y is high", "y is high", False),  # in every period something came before
        ("y is at least low", "y is at least low", True),
    ],
)
def test_an_effect_counts_if_what_is_said_can_follow_from_it(effect: str, said: str, expected: bool) -> None:
    assert can_bring_about(formula(effect), formula(said), Y, BOOK) is expected


def by_all_worlds(effect: Formula, said: Formula, term: Term, book: Codebook) -> bool | None:
    """The definition, world by world, in the first three periods in which both can be read; None for too many."""
    soonest = max(lookback(effect), lookback(said))
    for period in range(soonest, soonest + 3):
        others = [tp for tp in dict.fromkeys((*named(effect, period), *named(said, period))) if tp != (term, period)]
        choices = [book.values(other) for other, _ in others]
        worlds = 1
        for values in choices:
            worlds *= len(values)
        if worlds > MOST_WORLDS:
            return None
        for chosen in product(*choices):
            rows = [{**dict(zip(others, chosen, strict=True)), (term, period): value} for value in book.values(term)]
            possible = [row for row in rows if holds(effect, period, 0, row, book)]
            if possible and all(holds(said, period, 0, row, book) for row in possible):
                return True
    return False


@in_blocks(range(200), 50)
def test_the_search_finds_what_the_worlds_hold(seeds: range) -> None:
    compared = 0
    for seed in seeds:
        dice = Seeded(Random(seed))
        book = random_codebook(dice)
        writer = Writer(dice, book, tuple(book.variables.values()))
        term = book.terms()[0]
        effect, said = (quantifier_free(each) for each in (writer.formula([term, *book.terms()], 2), writer.atom(term)))
        expected = by_all_worlds(effect, said, term, book)
        if expected is not None:
            compared += 1
            assert can_bring_about(effect, said, term, book) is expected, seed
    assert compared > 25


def test_past_the_limit_an_effect_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    impossible = formula("y is high and not y is high and a and b and c and z")
    monkeypatch.setattr(causes, "MOST_STEPS", 0)
    fresh = Codebook(BOOK.name, BOOK.roles, BOOK.variables)
    assert can_bring_about(impossible, formula("y is high"), Y, fresh)


def named_by(*lines: str, exhaustive: str) -> list[str]:
    found = theory(*lines, explains="change of y", exhaustive=[exhaustive])
    return [p.id for p, _, _ in causes_named(found.propositions, found.exhaustive[0], BOOK)]


def test_the_causes_of_a_rise_and_of_a_fall() -> None:
    lines = (
        "N1: if a then y rises",
        "N2: if not b then not y rises",
        "N3: y is high only if c",
        "N4: y is at most mid if and only if z",
        "N5 usually: if a then (if b then y is at least mid)",
        "N6: if y is low then y is mid",
        "N7: if a then previously y rises",
    )
    assert named_by(*lines, exhaustive="y rises") == ["N1", "N5"]
    assert named_by(*lines, exhaustive="y falls") == ["N4"]


def test_not_rising_brings_about_a_fall_only_where_there_is_no_staying() -> None:
    # Not rising is falling or staying; from low it is staying, and nothing else.
    assert named_by("N: if a then not y rises", exhaustive="y is low") == ["N"]
    assert named_by("N: if a then not y rises", exhaustive="y falls") == []


# Laws that force what nothing causes


def forced(*lines: str, exhaustive: str = "y falls", explains: str = "change of y") -> list[tuple[str, str]]:
    found = theory(*lines, explains=explains, exhaustive=[exhaustive])
    return [
        (law.id, " ".join(f"{term}@{period - now}={value}" for (term, period), value in world.items()))
        for law, now, world in forced_without_cause(found.propositions, found.exhaustive[0], BOOK)
    ]


def test_a_necessary_condition_can_force_a_fall_that_nothing_causes() -> None:
    lines = ("N: y is high only if a", "C: if b then y falls")
    assert forced(*lines) == [("N", "y@-1=high a@0=no")]
    # It does so, and the theory's laws collide: y was high, a is no, and b, the only cause of a fall, is not there.
    found = theory(*lines, explains="change of y", exhaustive=["y falls"])
    (record,) = judge(found, case("a=no b=no y=high", "a=no b=no y=high", baseline="y=mid a=yes b=no"))
    assert [each.verdict for each in record.judgements] == ["contradicted", "incoherent"]


@pytest.mark.parametrize(
    "lines",
    [
        ("N: if not a then y is not high", "C: if b then y falls"),  # the lack of what is necessary is a cause
        ("N: y is high only if a", "C: if not a then y falls"),  # there is always another one
        ("N: y rises only if a", "C: if b then y falls"),  # it may stay where it is
        ("N usually: y is high only if a", "C: if b then y falls"),  # no law
        ("N: y is high only if e", "C: if d then y falls", "D definition: d if and only if not e"),  # by definition
        (
            "N: y is high only if e",
            "C: if d then y falls",
            "D definition: d if and only if b",
            "E definition: e if and only if not b",
        ),
    ],
)
def test_laws_that_force_no_fall_without_its_cause(lines: tuple[str, ...]) -> None:
    assert forced(*lines) == []


def test_a_definition_of_something_else_excuses_nothing() -> None:
    assert forced("N: y is high only if e", "C: if d then y falls", "D definition: d if and only if b") == [
        ("N", "y@-1=high e@0=no")
    ]


def test_laws_without_a_condition_and_both_ways_round() -> None:
    assert forced("N: y is at most mid", "C: if b then y falls") == [("N", "y@-1=high")]
    assert forced("N: y is high if and only if a", "C: if b then y falls") == [("N", "y@-1=high a@0=no")]
    assert forced("N: y is low only if a", "C: if b then y rises", exhaustive="y rises") == [("N", "y@-1=low a@0=no")]
    assert forced(
        "N: y is one of low, mid only if a", "C: if b then y is high", exhaustive="y is high", explains="y"
    ) == [("N", "a@0=no")]
