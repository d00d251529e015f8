"""The example tables that come with the package: a folder each, with table.csv and map.yaml."""

from __future__ import annotations

from pathlib import Path

TABLE, MAP = "table.csv", "map.yaml"


def example_folder() -> Path:
    """Where the examples lie: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
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
