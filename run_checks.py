"""Runs every check that the project must pass: lint, types, floors, pages, and the tests with their coverage.

    python run_checks.py            all of it, as on the build server
    python run_checks.py --quick    without coverage, and with fewer random examples
    python run_checks.py --tests    the tests of --quick alone: the rest is the same on every system and Python
    python run_checks.py --fast     seconds: lint, format, floors and types, for the hook before a commit

All steps run even where an earlier one fails; the exit code is 0 only if all of them pass. The rules of
lint and format stand in pyproject.toml, all other settings in setup.cfg. `ruff format` lays the code out.
That generated files are up to date is a test like the others.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON = (sys.executable, "-m")
IMPORT_LINTER = (sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()")
TYPED = ("checker", "tests", "benchmarks", "run_checks.py")


def steps(extent: str) -> dict[str, tuple[str, ...]]:
    """The steps by name, in the order in which they run: first what is fast. `extent` is an option or empty."""
    measure = ("--hypothesis-profile=quick",) if extent else ("--cov", "--cov-report=term")
    tests = {"tests": (*PYTHON, "pytest", "--numprocesses=auto", "--dist=worksteal", *measure)}
    fast = {
        "lint": (*PYTHON, "ruff", "check"),
        "format": (*PYTHON, "ruff", "format", "--check"),
        "floors": (*IMPORT_LINTER, "--no-logo"),
        "types": (*PYTHON, "mypy", "--strict", *TYPED),
    }
    if extent == "--fast":
        return fast
    if extent == "--tests":
        return tests
    pages = {"pages": (*PYTHON, "sphinx", "-W", "--keep-going", "-q", "-b", "html", "docs", "build/docs")}
    return fast | pages | tests


def main(arguments: list[str]) -> int:
    if len(arguments) > 1 or set(arguments) - {"--quick", "--tests", "--fast"}:
        print(f"unknown: {' '.join(arguments)}\n\n{__doc__}", file=sys.stderr)
        return 2
    failed = []
    for name, command in steps(*arguments or [""]).items():
        print(f"--- {name}", flush=True)
        if subprocess.run(command, cwd=HERE, stdin=subprocess.DEVNULL).returncode:
            failed.append(name)
    if failed:
        print(f"--- failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
