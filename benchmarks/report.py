"""What the page costs: CPU seconds to make it, its size, and how soon a click in it gives new bars.

    python -m benchmarks.report [RUNS]

Making it is timed in fresh processes as in start_up.py. The click is timed in headless Chromium, with Playwright, on
the shipped theories over the shipped case drawn out to ten periods; without Chromium that row is left out. The
process ends with 1 where a limit is passed.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.start_up import medians

CPU_LIMIT = 1.5  # seconds
SIZE_LIMIT = 600_000  # bytes
CLICK_LIMIT = 50.0  # milliseconds
WORST_LIMIT = 100.0  # milliseconds
CLICKS = """async () => {
  const { data, state } = checkerPage, taken = [], painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  let seed = 1;
  const dice = (size) => { seed = (seed * 48271) % 2147483647; return seed % size; };
  for (let n = 0; n < 200; n++) {
    const term = data.codable[dice(data.codable.length)], values = [...data.values[term], 'missing', ''];
    const name = `${data.periods[dice(data.periods.length)]}:${data.terms[term]}`, value = values[dice(values.length)];
    await painted();
    const began = performance.now();
    state.preview(name, value);
    await painted();
    taken.push(performance.now() - began);
    if (n % 8 === 7) state.reset();
  }
  return taken;
}"""


def clicks(folder: Path) -> list[float] | None:
    """Milliseconds from a click to new bars on the screen, for 200 random codings; None without a browser."""
    try:
        from tests.report.browser import CHROMIUM, chromium, visit
    except ImportError:
        return None
    from checker.analysis.page.dossier import dossier
    from tests.report.studies import long_case, page_of, shipped

    if CHROMIUM is None:
        return None
    _, theories = shipped()
    file = folder / "long.html"
    file.write_text(page_of(dossier(long_case(10), theories[:8])), encoding="utf-8")
    with chromium() as browser, visit(browser, file) as opened:
        taken: list[float] = opened.page.evaluate(CLICKS)
    return taken


def main(runs: int) -> int:
    with TemporaryDirectory() as folder:
        target = Path(folder) / "belarus-iran.html"
        made = medians({"report": ("-m", "checker", "report", "belarus-iran", "-o", str(target))}, runs)["report"]
        size = target.stat().st_size
        taken = clicks(Path(folder))
    rows = [
        ("making the shipped report", f"{made:.2f} s", f"at most {CPU_LIMIT:g}", made <= CPU_LIMIT),
        ("its size", f"{size / 1000:.0f} KB", f"at most {SIZE_LIMIT / 1000:.0f}", size < SIZE_LIMIT),
    ]
    if taken is not None:
        median = statistics.median(taken)
        rows.append(
            (
                "click to paint, 10 periods, 8 theories",
                f"{median:.1f} ms",
                f"at most {CLICK_LIMIT:g}; slowest {max(taken):.1f}, at most {WORST_LIMIT:g}",
                median <= CLICK_LIMIT and max(taken) <= WORST_LIMIT,
            )
        )
    print(f"CPU seconds, median of {runs} runs, Python {sys.version.split()[0]}\n")
    for name, value, limit, _ in rows:
        print(f"{name:48}{value:>10}  {limit}")
    return 0 if all(kept for *_, kept in rows) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
