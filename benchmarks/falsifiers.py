"""All potential falsifiers of a theory: read off its decision diagram, against minimal cores listed by SAT.

    python -m benchmarks.falsifiers

Both ways start from nothing for each shipped theory, alone and without a case: one compiles the diagram and meets
its cofactors, the other asks the solver for the minimal cores of the values left out, until it has all or FEW. What
both find whole must agree; else it ends with 1.
"""

import sys
import time

from checker.analysis.explain.falsifiers import Search
from checker.analysis.verdicts.blank_case import blank_trial, periods_needed
from checker.files.library.locate import installed
from checker.files.study.reader import read_theory

FEW = 200


def timed_search(name: str) -> bool:
    """A line of the table; whether both ways agree, as far as the second came."""
    theory = read_theory(installed("theory")[name])
    periods = periods_needed([theory])

    def search() -> Search:
        return Search(blank_trial(theory, periods).question(theory.explains[0], periods))

    start = time.perf_counter()
    found = set(search().all())
    read = time.perf_counter() - start
    start = time.perf_counter()
    listed, complete = search().shortest(FEW)
    asked = time.perf_counter() - start
    note = "all" if complete else f"the first {len(listed)}"
    print(f"{name:26} {len(found):6,} {read:9.3f} s {asked:9.3f} s  {asked / read:9,.0f}  {note}", flush=True)
    return set(listed) == found if complete else set(listed) <= found


def main() -> int:
    print(f"{'theory':26} {'primes':>6} {'diagram':>11} {'cores':>11}  {'ratio':>9}  found by cores")
    agree = [timed_search(name) for name in installed("theory")]
    return 0 if all(agree) else 1


if __name__ == "__main__":
    sys.exit(main())
