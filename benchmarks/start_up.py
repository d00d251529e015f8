"""How long the command takes to start, against what it could take at best.

    python benchmarks/start_up.py [RUNS]

Every measurement is a fresh process, in turn with the others, and its CPU seconds (user and system,
children included) are the operating system's; the table shows medians. Nothing but the standard
library is used to measure. The process ends with 1 where a ratio or a time is above its limit.
"""

import os
import statistics
import subprocess
import sys

PROGRAMS = {
    "bare": ("-c", "pass"),
    "click": ("-c", "import click"),
    "help": ("-m", "checker", "--help"),
    "check": ("-m", "checker", "check", "belarus-iran"),
}
FIRST_RULE = "from checker.logic.grammar import GRAMMAR, build_parser, parse\n"
PARSERS = {
    "imported": FIRST_RULE,
    "loaded": FIRST_RULE + "parse('A rises')",
    "built": FIRST_RULE + "build_parser(GRAMMAR.read_text(encoding='utf-8')).parse('A rises')",
}
HELP_LIMIT = 3.0  # times the start of Python and the import of click
CHECK_LIMIT = 1.0
"""Seconds. Besides the 32 cells of its matrix, the case has 216 more under four named readings and five indicators, and
the record of the combined liberalism goes through 130,000 states of codings that its periods share."""


def cpu_seconds(arguments: tuple[str, ...]) -> float:
    """User and system time of one run of Python with these arguments, of all its processes."""
    with subprocess.Popen(
        [sys.executable, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # 1: a theory is refuted
        raise SystemExit(f"{' '.join(arguments)}: exit code {process.returncode}\n{said.decode()}")
    return usage.ru_utime + usage.ru_stime


def medians(programs: dict[str, tuple[str, ...]], runs: int) -> dict[str, float]:
    """The median CPU seconds of each program over so many rounds, after one round that warms the disk."""
    for arguments in programs.values():
        cpu_seconds(arguments)
    rounds = [{name: cpu_seconds(arguments) for name, arguments in programs.items()} for _ in range(runs)]
    return {name: statistics.median(times[name] for times in rounds) for name in programs}


def main(runs: int) -> int:
    seconds = medians(PROGRAMS | {name: ("-c", text) for name, text in PARSERS.items()}, runs)
    ratio = seconds["help"] / seconds["click"]
    loading = max(seconds["loaded"] - seconds["imported"], 0.0)
    building = max(seconds["built"] - seconds["imported"], 0.0)
    rows = [
        ("python -c pass", seconds["bare"], ""),
        ("python -c 'import click'", seconds["click"], ""),
        ("checker --help", seconds["help"], f"{ratio:.2f} times the row above; at most {HELP_LIMIT:g}"),
        ("checker check belarus-iran", seconds["check"], f"at most {CHECK_LIMIT:g}"),
        ("first rule, grammar table loaded", loading, "the import left out"),
        ("first rule, grammar built anew", building, "the import left out"),
    ]
    print(f"CPU seconds, median of {runs} runs, Python {sys.version.split()[0]}\n")
    for name, time, note in rows:
        print(f"{name:34}{time:8.3f}  {note}".rstrip())
    return 1 if ratio > HELP_LIMIT or seconds["check"] > CHECK_LIMIT else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 9))
