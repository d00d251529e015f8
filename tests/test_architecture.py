"""The house keeps its floors: what import-linter cannot see of the contracts in setup.cfg.

import-linter itself is run by run_checks.py.
"""

import ast
import configparser
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "checker"
MODULES = sorted(PACKAGE.rglob("*.py"))
INNER = [path for path in MODULES if path not in (PACKAGE / "__init__.py", PACKAGE / "__main__.py")]
FLOORS = ("analysis", "app", "engine", "files", "logic", "report", "study")
LONGEST = 400
MOST_PARAMETERS = 6

# Who alone may import a library; the contracts in setup.cfg say so too, this also looks inside functions.
ONLY_IMPORTERS = {
    "pysat": {"checker.engine.solver"},
    "oxidd": {"checker.engine.diagram"},
    "sympy": {"checker.report.words.algebra"},
}
PARSERS = {"sympify", "parse_expr", "literal_eval"}
EVALUATORS = {"eval", "exec", "compile", "__import__", *PARSERS}
UNSAFE_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
UNSAFE_YAML = {"load", "load_all", "full_load", "full_load_all", "unsafe_load", "unsafe_load_all"}

# Slow to import, and not needed to judge a case or to print help.
NOT_AT_START = (
    "sympy",
    "pandas",
    "numpy",
    "pyarrow",
    "dask",
    "jinja2",
    "openpyxl",
    "docx",
    "matplotlib",
    "reportlab",
    "svglib",
)


def named(path: Path) -> str:
    """The dotted name of a module, as in `checker.engine.solver`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def imported(path: Path) -> frozenset[str]:
    """The modules that a file imports anywhere, also inside functions; `from a import b` gives `a` and `a.b`."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            names.add(node.module or "")
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(names)


def settings() -> configparser.ConfigParser:
    read = configparser.ConfigParser()
    read.read(ROOT / "setup.cfg", encoding="utf-8")
    return read


def placed() -> dict[str, str]:
    """The packages whose folders stand elsewhere: the theories and cases."""
    pairs = (line.partition("=") for line in settings()["options"]["package_dir"].strip().splitlines())
    return {name.strip(): folder.strip() for name, _, folder in pairs}


def holds_only_data(path: Path) -> bool:
    """Whether a folder has files to install but is no package of its own."""
    return path.is_dir() and path.name != "__pycache__" and not (path / "__init__.py").exists()


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    files = [*MODULES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_no_function_takes_more_parameters_than_a_reader_can_hold() -> None:
    crowded = {
        f"{named(path)}: {name}"
        for path in MODULES
        for name, parameters in functions(path)
        if len(parameters) > MOST_PARAMETERS
    }
    assert crowded == set()


def functions(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each function of a file, nested ones too, with its parameters; what a method is called on is none of them."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            taken = node.args
            names = [each.arg for each in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)]
            yield node.name, names[1:] if names[:1] in (["self"], ["cls"]) else names


def test_every_module_says_what_it_is_for() -> None:
    assert [named(path) for path in MODULES if not ast.get_docstring(tree(path))] == []


def test_inner_modules_import_from_the_floors_and_not_from_the_package_itself() -> None:
    outside = [named(path) for path in INNER if "checker" in imported(path)]
    assert outside == [], "import from the floor, as in `from checker.problems import Problem`"


def test_one_module_alone_knows_each_solver() -> None:
    for library, allowed in ONLY_IMPORTERS.items():
        importers = {named(path) for path in MODULES if any(name.split(".")[0] == library for name in imported(path))}
        assert importers <= allowed, library


def test_nothing_from_a_file_is_run_as_code() -> None:
    assert [f"{named(path)}: {what}" for path in MODULES for what in risks(path)] == []


def risks(path: Path) -> Iterator[str]:
    """What a file imports or calls that could run text as code."""
    yield from {name.split(".")[0] for name in imported(path)} & UNSAFE_MODULES
    yield from {name.split(".")[-1] for name in imported(path)} & PARSERS
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) if name in EVALUATORS:
                    yield f"line {node.lineno}: {name}"
                case ast.Attribute(value=ast.Name(id="yaml"), attr=name) if name in UNSAFE_YAML:
                    yield f"line {node.lineno}: yaml.{name}"
                case ast.Attribute(attr=name) if name in PARSERS:
                    yield f"line {node.lineno}: {name}"


def test_every_folder_of_the_package_is_installed() -> None:
    folders = {named(path.parent / "__init__.py") for path in MODULES}
    assert folders | set(placed()) == set(settings()["options"]["packages"].split())


def test_every_file_that_is_not_code_is_installed() -> None:
    patterns = {
        name: [pattern.strip() for pattern in listed.split(",")]
        for name, listed in settings()["options.package_data"].items()
    }
    forgotten = []
    for name in sorted({named(path.parent / "__init__.py") for path in MODULES} | set(placed())):
        folder = ROOT / placed().get(name, name.replace(".", "/"))
        installed = {path for pattern in patterns.get(name, ()) for path in folder.glob(pattern)}
        below = [folder] if folder == PACKAGE else [folder, *(p for p in folder.iterdir() if holds_only_data(p))]
        forgotten += [
            path
            for part in below
            for path in sorted(part.iterdir())
            if path.is_file() and path.suffix not in (".py", ".pyc") and path not in installed
        ]
    assert not forgotten


def test_every_floor_says_what_was_decided() -> None:
    for floor in FLOORS:
        decision = " ".join((ast.get_docstring(tree(PACKAGE / floor / "__init__.py")) or "").split())
        missing = [part for part in ("In the context of", "facing", "we decided", "accepting") if part not in decision]
        assert missing == [], floor


@pytest.mark.parametrize("arguments", [["--help"], ["check", "belarus-iran"]], ids=" ".join)
def test_start_up_imports_no_heavy_library(arguments: list[str]) -> None:
    program = (
        "import sys; from checker.cli import main\n"
        f"try: main({arguments!r})\n"
        "except SystemExit: pass\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout
    assert not set(run.stderr.split()) & set(NOT_AT_START)
