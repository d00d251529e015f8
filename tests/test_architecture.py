"""The house keeps its floors: what import-linter cannot see of the contracts in setup.cfg.

import-linter itself is run by run_checks.py.
"""

import ast
import configparser
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "checker"
MODULES = sorted(PACKAGE.rglob("*.py"))
INNER = [path for path in MODULES if path not in (PACKAGE / "__init__.py", PACKAGE / "__main__.py")]
FLOORS = ("analysis", "app", "engine", "files", "logic", "report", "study")
LONGEST = 400

# Who alone may import a library; the contracts in setup.cfg say so too, this also looks inside functions.
ONLY_IMPORTERS = {
    "pysat": {"checker.engine.solver"},
    "oxidd": {"checker.engine.diagram"},
    "sympy": {"checker.report.words.algebra"},
}
EVALUATORS = {"eval", "exec", "compile", "__import__", "sympify", "parse_expr", "literal_eval"}
UNSAFE_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
UNSAFE_YAML = {"load", "load_all", "full_load", "full_load_all", "unsafe_load", "unsafe_load_all"}

# Slow to import, and not needed to judge a case or to print help.
NOT_AT_START = ("sympy", "pandas", "numpy", "pyarrow", "dask", "jinja2", "openpyxl", "docx", "matplotlib")


def named(path: Path) -> str:
    """The dotted name of a module, as in `checker.engine.solver`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path: Path) -> set[str]:
    """The modules that a file imports anywhere, also inside functions; `from a import b` gives `a` and `a.b`."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


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


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_module_is_longer_than_a_reader_can_hold(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    sentence = ast.get_docstring(tree(path))
    assert sentence, "the module has no docstring"


@pytest.mark.parametrize("path", INNER, ids=named)
def test_inner_modules_import_from_the_floors_and_not_from_the_package_itself(path: Path) -> None:
    assert "checker" not in imported(path), "import from the floor, as in `from checker.problems import Problem`"


@pytest.mark.parametrize("library", ONLY_IMPORTERS)
def test_one_module_alone_knows_each_solver(library: str) -> None:
    importers = {named(path) for path in MODULES if any(name.split(".")[0] == library for name in imported(path))}
    assert importers <= ONLY_IMPORTERS[library]


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_nothing_from_a_file_is_run_as_code(path: Path) -> None:
    assert not {name.split(".")[0] for name in imported(path)} & UNSAFE_MODULES
    assert not {name.split(".")[-1] for name in imported(path)} & {"sympify", "parse_expr", "literal_eval"}
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id=name):
                assert name not in EVALUATORS, f"line {node.lineno}: {name}"
            case ast.Attribute(value=ast.Name(id="yaml"), attr=name):
                assert name not in UNSAFE_YAML, f"line {node.lineno}: yaml.{name}"
            case ast.Attribute(attr="sympify" | "parse_expr" | "literal_eval" as name):
                raise AssertionError(f"line {node.lineno}: {name}")


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


@pytest.mark.parametrize("floor", FLOORS)
def test_every_floor_says_what_was_decided(floor: str) -> None:
    sentence = ast.get_docstring(tree(PACKAGE / floor / "__init__.py")) or ""
    said = " ".join(sentence.split())
    assert all(part in said for part in ("In the context of", "facing", "we decided", "accepting")), said


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
