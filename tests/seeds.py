"""Tests over many seeds run in blocks; only the first block is traced for coverage, since tracing doubles the time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

SIZE = 30


def in_blocks(seeds: range, size: int = SIZE) -> pytest.MarkDecorator:
    """Run a test for `seeds`, a range of so many numbers at a time."""
    blocks = [seeds[n : n + size] for n in range(0, len(seeds), size)]
    return pytest.mark.parametrize(
        "seeds",
        [
            pytest.param(block, marks=pytest.mark.no_cover if number else (), id=f"{block[0]}-{block[-1]}")
            for number, block in enumerate(blocks)
        ],
    )


def for_each(seeds: range, size: int = SIZE) -> Callable[[Callable[[int], None]], Callable[[range], None]]:
    """Run a test of one `seed` for all of them, in blocks; one that is skipped for some seeds goes on with the others."""

    def over(test: Callable[[int], None]) -> Callable[[range], None]:
        def all_of(seeds: range) -> None:
            skipped: list[BaseException] = []
            for seed in seeds:
                try:
                    test(seed)
                except pytest.skip.Exception as skip:
                    skipped.append(skip)
                except BaseException as failed:
                    failed.add_note(f"seed {seed}")
                    raise
            if len(skipped) == len(seeds):
                raise skipped[0]

        all_of.__name__, all_of.__doc__, all_of.__module__ = test.__name__, test.__doc__, test.__module__
        return in_blocks(seeds, size)(all_of)

    return over
