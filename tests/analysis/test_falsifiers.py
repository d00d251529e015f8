"""Potential falsifiers of random studies against the truth table: forbidden, as wide as can be, and all of them."""

from itertools import chain, combinations, product
from math import prod

import pytest
from hypothesis import assume, given

import checker.analysis.explain.falsifiers
import checker.engine.primes
from checker.analysis.explain.falsifiers import Falsifier, Falsifiers, Search, falsifiers
from checker.analysis.verdicts.question import Question
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Change, Compare, Formula, Implies, Is, Not, Term
from checker.study.case import Case, Coding, Period
from checker.study.codebook import Codebook, Variable
from checker.study.term_period import Fact
from checker.study.term_period import TermPeriod as Key
from checker.study.theory import Explained, Proposition, Rule, Theory
from tests.oracle.formulas import TermPeriod, named
from tests.random_studies import Study
from tests.strategies import studies
from tests.truth_table import Table

Cube = tuple[frozenset[str], ...]


def naive(table: Table) -> tuple[list[TermPeriod], set[Cube]]:
    """The observable places, and every largest cube over them and the outcome that is forbidden and live.

    After one level before a change, the worlds are those with it, and what is forbidden is a level.
    """
    strict = [i for i in table.asserted if i.strict]
    pairs = {pair for i in strict for pair in i.named}
    if table.reads_scope and table.scope is not None:
        pairs |= named(table.scope, table.t, table.first)
    before = (table.explained.term, table.t - 1)
    if table.explained.change:
        pairs |= {before}
    full = sorted(pairs | {(table.explained.term, table.t)}, key=str)
    by_level = told_by_level(table)
    places = [
        pair
        for pair in sorted(pairs, key=lambda p: table.matters.index(p))
        if pair not in table.now and not table.codebook.is_theoretical(pair[0]) and not (by_level and pair == before)
    ]
    outcomes = table.levels if by_level else table.outcomes
    assume(prod(len(table.codebook.values(term)) for term, _ in full) <= 2_000)
    allowed, live = set(), set()
    for row in product(*(table.codebook.values(term) for term, _ in full)):
        world = dict(zip(full, row, strict=True))
        if table.reads_scope and not table.in_scope({**dict.fromkeys(table.matters, ""), **world}):
            continue
        if by_level and world[before] not in table.codings[before]:
            continue
        seen = (*(world[place] for place in places), world[table.here] if by_level else table.outcome(world))
        if all(i.true_in(world) for i in strict):
            allowed.add(seen)
        if all(world[pair] in table.choices(pair, table.codings) for pair in full):
            live.add(seen)
    sets = [subsets(table.codebook.values(term)) for term, _ in places] + [subsets(outcomes)]
    assume(prod(map(len, sets)) <= 3_000)
    forbidden = [cube for cube in product(*sets) if not any(inside(row, cube) for row in allowed)]
    largest = {cube for cube in forbidden if not any(cube != other and within(cube, other) for other in forbidden)}
    struck = {possible(cube, live, outcomes) for cube in largest if any(inside(row, cube) for row in live)}
    return places, {cube for cube in struck if not any(cube != other and within(cube, other) for other in struck)}


def told_by_level(table: Table) -> bool:
    return table.explained.change and len(table.codings.get(table.before, ())) == 1


def possible(cube: Cube, live: set[tuple[str, ...]], outcomes: tuple[str, ...]) -> Cube:
    """The cube without outcomes that agree with no codings under its conditions; one on conditions alone stays."""
    if cube[-1] == frozenset(outcomes):
        return cube
    return (*cube[:-1], frozenset(row[-1] for row in live if inside(row, cube)))


def subsets(values: tuple[str, ...]) -> list[frozenset[str]]:
    return [frozenset(c) for c in chain.from_iterable(combinations(values, n) for n in range(1, len(values) + 1))]


def inside(row: tuple[str, ...], cube: Cube) -> bool:
    return all(value in values for value, values in zip(row, cube, strict=True))


def within(small: Cube, large: Cube) -> bool:
    return all(a <= b for a, b in zip(small, large, strict=True))


@pytest.mark.parametrize("way", ["diagram", "cores"])
@given(study=studies(worlds=150))
def test_exactly_the_largest_forbidden_and_possible_combinations_are_found(way: str, study: Study) -> None:
    theory, case = study
    for explained in theory.explains:
        for period in range(1, case.last + 1):
            table = Table(theory, case, explained, period, ())
            if not table.testable or table.answer(table.codings).verdict == "out of scope":
                continue
            search = Search(Question(Trial(theory, case), explained, period))
            found = search.told(search.all() if way == "diagram" else search.shortest(1_000)[0])
            places, expected = naive(table)
            assert {as_cube(table, places, one) for one in found} == expected
            sizes = [len(one.conditions) + bool(one.outcomes or one.levels) for one in found]
            assert sizes == sorted(sizes)
            assert len(set(found)) == len(found)


def as_cube(table: Table, places: list[TermPeriod], falsifier: Falsifier) -> Cube:
    said = {(c.term, c.period): frozenset(c.values) for c in falsifier.conditions}
    assert set(said) <= set(places)
    by_level = told_by_level(table)
    assert not (falsifier.outcomes if by_level else falsifier.levels)
    outcomes = frozenset((falsifier.levels or table.levels) if by_level else (falsifier.outcomes or table.outcomes))
    return (*(said.get(place, frozenset(table.codebook.values(place[0]))) for place in places), outcomes)


LEVELS = ("none", "low", "moderate", "high")
COOPERATION, PRESSURE, COVER = Term("cooperation"), Term("pressure"), Term("cover")
CODEBOOK = Codebook(
    "c",
    {},
    {
        "cooperation": Variable("cooperation", LEVELS),
        "pressure": Variable("pressure", ("low", "high")),
        "cover": Variable("cover", ("absent", "weak", "strong")),
        "exposed": Variable("exposed", theoretical=True),
    },
)


def theory(*rules: Formula, change: bool = False) -> Theory:
    propositions = tuple(Proposition(f"N{n}", Rule(f"N{n}", rule)) for n, rule in enumerate(rules, 1))
    return Theory("t", CODEBOOK, (Explained(COOPERATION, change),), propositions)


def searched(tested: Theory, before: str = "low", **coded: str) -> Falsifiers:
    codings = {Term(name): Coding((value,)) for name, value in coded.items()}
    case = Case(
        "k",
        CODEBOOK,
        {},
        (Period("p", codings=codings),),
        baseline=Period("baseline", codings={COOPERATION: Coding((before,))}),
    )
    return falsifiers(Question(Trial(tested, case), tested.explains[0], 1))


def test_a_theoretical_term_between_condition_and_outcome_is_not_shown() -> None:
    exposed = Is(Term("exposed"), ("yes",))
    rules = (
        Implies(Is(PRESSURE, ("high",)), Implies(Compare(COVER, "below", "strong"), exposed)),
        Implies(exposed, Compare(COOPERATION, "at most", "low")),
    )
    assert searched(theory(*rules), pressure="high").found == (
        Falsifier(
            (Fact(Key(PRESSURE, 1), "p", ("high",)), Fact(Key(COVER, 1), "p", ("absent", "weak"))),
            ("moderate", "high"),
            fulfilled=False,
        ),
    )


def test_what_the_codings_rule_out_or_no_outcome_can_be_is_no_falsifier() -> None:
    rule = Implies(Is(PRESSURE, ("high",)), Change(COOPERATION, "steady"))
    assert searched(theory(rule, change=True), pressure="low").found == ()
    both = Implies(Is(PRESSURE, ("high",)), Not(Change(COOPERATION, "falls")))
    assert searched(theory(both, change=True), before="none", pressure="high").found == ()


def test_after_a_known_level_what_is_forbidden_is_a_level() -> None:
    rule = Implies(Is(PRESSURE, ("high",)), Compare(COOPERATION, "at most", "low"))
    assert searched(theory(rule, change=True), before="high", pressure="high").found == (
        Falsifier((Fact(Key(PRESSURE, 1), "p", ("high",)),), (), fulfilled=True, levels=("moderate", "high")),
    )


def test_past_the_limit_on_combinations_the_shortest_are_listed_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rules = (
        Implies(Is(PRESSURE, ("high",)), Implies(Is(COVER, ("weak",)), Is(COOPERATION, ("none",)))),
        Implies(Is(PRESSURE, ("low",)), Compare(COOPERATION, "at most", "low")),
    )
    everything = searched(theory(*rules))
    monkeypatch.setattr(checker.engine.primes, "MAX_CUBES", 0)
    assert searched(theory(*rules)) == everything
    monkeypatch.setattr(checker.analysis.explain.falsifiers, "SHORTEST", 1)
    cut = searched(theory(*rules))
    assert cut.found == everything.found[:1]
    assert cut.limit


def test_terms_of_many_values_have_as_many_falsifiers_as_need_be() -> None:
    scale = tuple(f"v{n:02}" for n in range(40))
    book = Codebook("wide", {}, {"a": Variable("a", scale), "b": Variable("b", scale), "war": Variable("war")})
    rule = Implies(Compare(Term("a"), "at least", Term("b")), Is(Term("war"), ("no",)))
    wide = Theory("t", book, (Explained(Term("war")),), (Proposition("N1", Rule("N1", rule)),))
    found = falsifiers(Question(Trial(wide, Case("k", book, {}, (Period("p"),))), wide.explains[0], 1))
    assert not found.limit and len(found.found) == 40
