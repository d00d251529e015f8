"""The examples that come with the package: wide tables, a folder each with table.csv and map.yaml; work of coders."""

from __future__ import annotations

from pathlib import Path

TABLE, MAP = "table.csv", "map.yaml"


def example_folder() -> Path:
    """Where the examples lie: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[2]
    inside = package / "shipped" / "examples"
    return inside if inside.is_dir() else package.parent / "examples"


def example_tables() -> dict[str, Path]:
    """The example tables by name, sorted."""
    folder = example_folder()
    if not folder.is_dir():
        return {}
    return {path.name: path / TABLE for path in sorted(folder.iterdir()) if (path / TABLE).is_file()}


def example_map(table: Path) -> Path | None:
    """The map beside an example's table; None for any other table."""
    beside = table.with_name(MAP)
    return beside if table in example_tables().values() and beside.is_file() else None


def example_of_coders(named: Path) -> Path:
    """A file by its path, or else the example of that name: the tables `ann` and `bob`, the project `example`."""
    if named.exists() or named.suffix or len(named.parts) > 1:
        return named
    beside = example_folder() / "coders"
    candidates = (beside / f"{named.name}{suffix}" for suffix in (".csv", ".qdpx"))
    return next((path for path in candidates if path.is_file()), named)
