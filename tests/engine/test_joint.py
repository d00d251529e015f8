"""Draws that several diagrams share have the chances that going through all of them gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm, prod
from random import Random

import pytest

from checker.engine.compiled import Block, Diagram
from checker.engine.joint_draws import Draws, Stage, carried
from checker.engine.model_count import leaf_chances
from checker.logic.formula import Term
from checker.problems import LimitReached
from checker.study.term_period import TermPeriod
from tests.engine.random_diagrams import World, blocks_of, random_diagram, random_values
from tests.seeds import for_each

Chances = dict[Block, tuple[Fraction, ...]]
TESTS = 3
A, B = TermPeriod(Term("a"), 1), TermPeriod(Term("b"), 1)
NO_YES = ("no", "yes")
A_IS = Diagram((A,), (NO_YES,), NO_YES, ((0, 0, 1),), 2)
B_IS = Diagram((B,), (NO_YES,), NO_YES, ((0, 0, 1),), 2)


@dataclass(frozen=True)
class Joint:
    """Several stages over blocks of these values, and how they are drawn."""

    stages: tuple[Stage, ...]
    values: Mapping[Block, tuple[str, ...]]
    draws: Draws

    def enumerated(self) -> tuple[Fraction, ...]:
        """The chance of passing each test in every stage, from every draw."""
        found = [Fraction(0)] * TESTS
        for drawn, chance in self.drawn():
            passed = [stage.passed([self.ends(diagram, drawn) for diagram in stage.diagrams]) for stage in self.stages]
            for number in range(TESTS):
                found[number] += chance * all(of[number] for of in passed)
        return tuple(found)

    def ends(self, diagram: Diagram[str], drawn: World) -> tuple[str, ...]:
        return diagram.reached({block: (value,) for block, value in drawn.items()})

    def drawn(self) -> Iterator[tuple[World, Fraction]]:
        """Every draw with its chance: a place of the uniform number for each source, a value for each other block."""
        chances, sources = self.draws.chances, self.draws.sources
        alone = [block for block in chances if block not in sources]
        whole = lcm(*(p.denominator for own in chances.values() for p in own))
        names = list(dict.fromkeys(sources.values()))
        for numbers in product(range(whole), repeat=len(names)):
            by_source = {
                block: self.valued(block, Fraction(numbers[names.index(source)], whole))
                for block, source in sources.items()
            }
            for places in product(*(range(len(chances[block])) for block in alone)):
                chance = prod((chances[b][p] for b, p in zip(alone, places, strict=True)), start=Fraction(1))
                values = {b: self.values[b][p] for b, p in zip(alone, places, strict=True)}
                yield {**values, **by_source}, chance / whole ** len(names)

    def valued(self, block: Block, number: Fraction) -> str:
        """The value that a uniform number gives: from the most probable one down, of equal ones the lowest first."""
        at = Fraction(0)
        shares = list(zip(self.draws.chances[block], self.values[block], strict=True))
        for share, value in sorted(shares, key=lambda each: -each[0]):
            at += share
            if number < at:
                return value
        raise AssertionError("the shares of a whole add up to it")


def random_joint(seed: int, sourced: bool) -> Joint:
    """Two to four stages of one or two diagrams, over blocks that neighbours share, some left open."""
    dice = Random(seed)
    blocks = blocks_of(5)
    values = random_values(dice, blocks)
    stages = []
    for number in range(dice.choice((1, 2, 3, 4))):
        near = blocks[number % 3 : number % 3 + 3]
        diagrams = tuple(
            random_diagram(dice, dice.sample(near, dice.choice((1, 2, 3))), values, "uvw")
            for _ in range(dice.choice((1, 1, 2)))
        )
        stages.append(Stage(diagrams, RandomTests(f"{seed} {number}")))
    drawn = [block for block in blocks if dice.random() < 0.8]
    sources = {block: dice.choice("xy") for block in drawn if dice.random() < 0.6} if sourced else {}
    return Joint(tuple(stages), values, Draws({b: random_shares(dice, len(values[b])) for b in drawn}, sources))


def random_shares(dice: Random, number: int) -> list[Fraction]:
    """Chances that add up to one, some of them nought or equal."""
    while not any(parts := [dice.choice((0, 1, 1, 2)) for _ in range(number)]):
        pass
    return [Fraction(part, sum(parts)) for part in parts]


@dataclass(frozen=True)
class RandomTests:
    """Tests that pass at random, but always the same for the same leaves."""

    name: str

    def __call__(self, leaves: Sequence[tuple[str, ...]]) -> Sequence[bool]:
        dice = Random(f"{self.name} {list(leaves)}")
        return [dice.random() < 0.7 for _ in range(TESTS)]


@for_each(range(200))
def test_independent_draws_have_the_chances_of_their_enumeration(seed: int) -> None:
    joint = random_joint(seed, sourced=False)
    assert carried(joint.stages, joint.draws, TESTS) == joint.enumerated()


@for_each(range(200, 400))
def test_draws_by_source_have_the_chances_of_their_enumeration(seed: int) -> None:
    joint = random_joint(seed, sourced=True)
    assert carried(joint.stages, joint.draws, TESTS) == joint.enumerated()


@for_each(range(60))
def test_sources_that_no_two_blocks_share_change_nothing(seed: int) -> None:
    joint = random_joint(seed, sourced=False)
    alone = Draws(joint.draws.chances, {block: str(number) for number, block in enumerate(joint.draws.chances)})
    assert carried(joint.stages, alone, TESTS) == carried(joint.stages, joint.draws, TESTS)


@for_each(range(60))
def test_one_stage_has_the_chances_of_its_leaves(seed: int) -> None:
    dice = Random(seed)
    blocks = blocks_of(4)
    values = random_values(dice, blocks)
    diagram = random_diagram(dice, blocks, values, "uvw")
    chances = {block: random_shares(dice, len(values[block])) for block in blocks[1:]}
    ends = [(leaves, p) for leaves, p in leaf_chances(diagram, chances).items() if p]
    stage = Stage((diagram,), lambda found: [found[0] == leaves for leaves, _ in ends])
    assert carried([stage], Draws(chances, {}), len(ends)) == tuple(p for _, p in ends)


def test_a_block_that_stages_share_has_one_value_in_both() -> None:
    third: Chances = {A: (Fraction(2, 3), Fraction(1, 3))}
    agree, differ = (
        Stage((A_IS,), lambda leaves, own=own: [leaves[0] == (own,)])  # type: ignore[misc]
        for own in ("yes", "no")
    )
    assert carried([agree, agree], Draws(third, {}), 1) == (Fraction(1, 3),)
    assert carried([agree, differ], Draws(third, {}), 1) == (Fraction(0),)


def test_two_blocks_of_one_source_err_together() -> None:
    chances: Chances = {A: (Fraction(3, 4), Fraction(1, 4)), B: (Fraction(1, 10), Fraction(9, 10))}
    both = Stage((A_IS, B_IS), lambda leaves: [leaves == [("yes",), ("no",)]])
    assert carried([both], Draws(chances, {}), 1) == (Fraction(1, 40),)
    # Of the same number, a is yes from 3/4 on and b no from 9/10 on.
    assert carried([both], Draws(chances, dict.fromkeys((A, B), "source")), 1) == (Fraction(1, 10),)


def test_an_open_block_leads_to_all_its_leaves() -> None:
    stage = Stage((A_IS,), lambda leaves: [leaves[0] == ("no", "yes")])
    assert carried([stage], Draws({}, {}), 1) == (Fraction(1),)


def test_no_stage_is_passed_by_every_draw() -> None:
    assert carried([], Draws({}, {}), 2) == (Fraction(1), Fraction(1))


def test_what_is_past_a_limit_is_given_up_and_said() -> None:
    joint = next(joint for seed in range(50) if len((joint := random_joint(seed, sourced=False)).stages) == 4)
    with pytest.raises(LimitReached, match="more than 3 ways through the codings"):
        carried(joint.stages, joint.draws, TESTS, ways=3)
    with pytest.raises(LimitReached, match="more than 0 nodes in an order"):
        carried(joint.stages, joint.draws, TESTS, nodes=0)
