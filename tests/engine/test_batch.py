"""Many rows at once: the leaves reached are those that the diagram reaches row by row."""

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.engine.batch import all_set, any_set, counted, none_set, packed, reached, unpacked
from checker.engine.compiled import Block
from checker.engine.diagram import compiled
from checker.engine.grounding import Grounder
from tests.small_studies import theory

THEORY = theory(
    "D1 definition: e if and only if a and not b",
    "P1: if e then y is low",
    "P2 usually: if w is at least mid or c then y is not high",
    scope="not z",
)


@given(st.lists(st.booleans(), max_size=200))
def test_bits_keep_their_rows(mask: list[bool]) -> None:
    bits = packed(np.array(mask, np.bool_))
    assert unpacked(bits, len(mask)).tolist() == mask
    assert counted(bits) == sum(mask)


def test_padding_is_never_counted() -> None:
    assert counted(all_set(65)) == 65
    assert counted(none_set(65)) == 0
    assert counted(any_set([all_set(3), none_set(3)], 3)) == 3


@settings(max_examples=30)
@given(st.integers(0, 10**6))
def test_leaves_of_partly_coded_rows_are_those_reached_one_by_one(seed: int) -> None:
    random = Random(seed)
    diagram = compiled(Grounder(THEORY, 1), THEORY.explains[0], 1)
    rows = 70
    allowed: list[dict[Block, list[str]]] = [
        {
            block: [v for v in values if random.random() < 0.6] or [random.choice(values)]
            for block, values in zip(diagram.blocks, diagram.values, strict=True)
            if random.random() < 0.9
        }
        for _ in range(rows)
    ]
    may = {
        block: [packed(np.array([value in row.get(block, values) for row in allowed])) for value in values]
        for block, values in zip(diagram.blocks, diagram.values, strict=True)
    }
    found = reached(diagram, may, rows)
    for place, row in enumerate(allowed):
        here = [leaf for leaf, bits in zip(diagram.leaves, found, strict=True) if unpacked(bits, rows)[place]]
        assert here == list(diagram.reached(row))


def test_a_block_without_bits_may_have_any_value() -> None:
    diagram = compiled(Grounder(THEORY, 1), THEORY.explains[0], 1)
    assert all(counted(bits) == 5 for bits in reached(diagram, {}, 5))
