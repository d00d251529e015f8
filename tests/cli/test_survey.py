"""The survey as a user meets it: what it finds in the real table, exit codes, files, a cluster that loses a worker."""

import json
import os
import signal
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from checker.analysis.survey.plan import planned
from checker.app.cluster import run_on_cluster
from checker.app.run_survey import Order, run
from checker.cli import main
from checker.files.exchange.map_file import read_map
from checker.files.library.examples import example_tables
from checker.files.study.reader import read_theory
from checker.files.tables.wide_table import open_table
from checker.problems import InvalidStudy

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "dyad_year.parquet"
MAP = ROOT / "examples" / "democratic-peace" / "map.yaml"
real = pytest.mark.skipif(not REAL.is_file(), reason="the dyad-years are not here")


def call(*arguments: str, command: str = "survey") -> Result:
    result = CliRunner().invoke(main, [command, *arguments], prog_name="checker")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def found(*arguments: str) -> Any:
    return json.loads(call(*arguments, "--format", "json").stdout)


def exceptions(answer: Any, coding: int = 0) -> list[str]:
    return [
        f"{row['case']} {row['period']}"
        for theory in answer["codings"][coding]["verdicts"]
        for row in theory["exceptions"]
    ]


@real
def test_the_democratic_peace_has_two_exceptions_and_six_with_earlier_regimes() -> None:
    answer = found(str(REAL), "democratic-peace", "--map", str(MAP), "--lag", "0,1")
    assert exceptions(answer) == ["GMY-EST 1919", "CYP-TUR 1974"]
    assert exceptions(answer, 1) == [
        "CAN-FRN 1940",
        "UKG-FRN 1940",
        "FRN-AUL 1940",
        "FRN-NEW 1940",
        "CYP-TUR 1974",
        "IND-PAK 1999",
    ]
    assert answer["codings"][1]["gaps"] == 1415
    assert answer["codings"][0]["verdicts"][0]["counts"] == {
        "contradicted": 2,
        "predicted": 83862,
        "silent": 532621,
        "open": 170007,
    }


def test_exit_codes_tell_refuted_from_upheld_and_from_wrong_input() -> None:
    assert call("invented-dyads", "democratic-peace").exit_code == 1
    assert call("invented-dyads", "democratic-peace", "--lag", "joint_democracy=5").exit_code == 0
    assert call("invented-dyads", "democratic-peace", "--preview").exit_code == 0
    assert call("invented-dyads", "neorealism").exit_code == 2
    assert call("absent.csv", "democratic-peace").exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("invented-dyads",),
        ("invented-dyads", "democratic-peace", "--lag", "x"),
        ("invented-dyads", "democratic-peace", "--sweep", "joint_democracy=6"),
        ("invented-dyads", "democratic-peace", "--sweep", "joint_democracy=6:5:1"),
        ("invented-dyads", "democratic-peace", "--sweep", "war_onset=0:1:1"),
        ("invented-dyads", "democratic-peace", "--sweep", "joint_democrac=5:6:1"),
        ("invented-dyads", "democratic-peace", "--sweep", "joint_democracy.maybe=5:6:1"),
        ("invented-dyads", "democratic-peace", "--sweep", "joint_democracy=5:6:1", "--rows", "out.csv"),
        ("invented-dyads", "democratic-peace", "neorealism"),
        ("invented-countries", "democratic-peace"),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_written(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call(*arguments)
    assert result.exit_code == 2 and result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "arguments",
    [
        ("invented-countries",),
        ("invented-countries", "--evaluate"),
        ("invented-countries", "--outcome", "STABLE"),
        ("invented-countries", "--outcome", "STABLE", "--truth-table", "RICH", "--against", "RICH"),
        ("invented-countries", "--outcome", "STABLE", "--solution", "RICHE"),
        ("invented-countries", "--outcome", "STABLE", "--solution", "RICH*"),
        ("invented-dyads", "democratic-peace", "--evaluate"),
        ("invented-dyads", "democratic-peace", "persistence", "--evaluate"),
    ],
)
def test_what_cannot_be_asked_of_sets_is_said(arguments: tuple[str, ...]) -> None:
    result = call(*arguments, command="sets")
    assert result.exit_code == 2 and "error:" in result.stderr


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown"])
def test_every_format_names_the_exception(form: str) -> None:
    assert "ARK-DUN" in call("invented-dyads", "democratic-peace", "--fit", "--format", form).stdout


def test_a_sweep_says_which_exception_appears_under_which_coding() -> None:
    varied = ("--sweep", "joint_democracy=6:8:1", "--lag", "0,1", "--fit")
    text = call("invented-dyads", "democratic-peace", *varied).stdout
    assert "  ARK-DUN 1901  1 and 4" in text
    assert "  BEL-COR 1906  4" in text


def test_resampling_states_its_seed() -> None:
    text = call("invented-dyads", "democratic-peace", "--fit", "--bootstrap", "50", "--seed", "7").stdout
    assert "50 draws of whole cases, seed 7" in text
    assert call("invented-dyads", "democratic-peace", "--fit", "--bootstrap", "50", "--seed", "7").stdout == text
    assert "leaving out each case once" in call("invented-dyads", "democratic-peace", "--fit", "--jackknife").stdout


def test_the_verdict_of_every_row_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    call("invented-dyads", "democratic-peace", "--rows", str(path))
    written = pyarrow.parquet.read_table(path)
    assert written.num_rows == 39
    counts = written["democratic-peace: war_onset"].value_counts().to_pylist()
    assert {entry["values"]: entry["counts"] for entry in counts} == {
        "predicted": 21,
        "silent": 14,
        "contradicted": 1,
        "unobserved": 1,
        "open": 2,
    }


def test_a_table_out_of_order_is_sorted_and_says_the_same(tmp_path: Path) -> None:
    lines = example_tables()["invented-dyads"].read_text(encoding="utf-8").splitlines()
    path = tmp_path / "mixed.csv"
    path.write_text("\n".join([lines[0], *lines[:0:-1]]) + "\n", encoding="utf-8")
    own = str(example_tables()["invented-dyads"].with_name("map.yaml"))
    mixed = found(str(path), "democratic-peace", "--map", own, "--lag", "1")
    straight = found("invented-dyads", "democratic-peace", "--lag", "1")
    assert mixed["codings"] == straight["codings"]
    again = "\n".join([*lines, lines[1]]) + "\n"
    path.write_text(again, encoding="utf-8")
    assert "two rows for year 1900" in call(str(path), "democratic-peace", "--map", own, "--lag", "1").stderr


def sets(*arguments: str) -> Result:
    return call(*arguments, command="sets")


def test_sets_are_evaluated_and_exported() -> None:
    asked = ("invented-countries", "--outcome", "STABLE", "--solution", "RICH*URBAN + ~RICH*SMALL")
    text = sets(*asked, "--against", "RICH", "--truth-table", "RICH,URBAN,SMALL").stdout
    assert "uncovered most likely (T*~S and Y; deviant for coverage): Galdor" in text
    assert "Row 7 is contradictory: Arkadia, Belmark and Corvia" in text
    table = sets("invented-countries", "--outcome", "STABLE", "--truth-table", "RICH,URBAN", "--format", "csv").stdout
    assert table.splitlines()[0] == "row,RICH,URBAN,OUT,n,incl,PRI,cases"
    (answer,) = json.loads(sets(*asked, "--format", "json").stdout)["answers"]
    assert answer["parts"][0]["unique_coverage"]["numerator"] == "2"
    assert sets(*asked, "--format", "csv").stdout.splitlines()[-1].startswith("RICH*URBAN + ~RICH*SMALL,10,0.8,")


RIVAL = """\
theory: rival
codebook: {book}
explains: [war_onset, dispute_onset]
propositions:
  - id: R1
    claim: Where there is no dispute there is no war.
    rule: if not dispute_onset then not war_onset
  - id: R2
    claim: Pairs that had a dispute the year before have no war.
    rule: if previously dispute_onset then not war_onset
"""


def test_two_theories_are_evaluated_row_by_row(tmp_path: Path) -> None:
    rival = tmp_path / "rival.yaml"
    rival.write_text(RIVAL.format(book=ROOT / "theory" / "democratic-peace-codebook.yaml"), encoding="utf-8")
    text = sets("invented-dyads", "democratic-peace", str(rival), "--evaluate").stdout
    # joint democracy as T, a dispute the year before as S
    assert "inconsistent" in text and "uncovered least likely" in text
    assert "(T*~S and ~Y; rightly left out): ARK-DUN 1901" in text
    rows = sets("invented-dyads", "democratic-peace", str(rival), "--evaluate", "--format", "csv").stdout
    assert "not war_onset,T*~S,no,consistent most likely,rightly left out,ARK-DUN 1901" in rows


def test_terms_that_a_map_reads_are_sets_too() -> None:
    peace = ("invented-dyads", "democratic-peace", "--outcome")
    text = sets(*peace, "war_onset", "--truth-table", "joint_democracy").stdout
    assert "Row 2 is contradictory: ARK-BEL 1900" in text
    fit = sets(*peace, "~war_onset", "--solution", "joint_democracy", "--lag", "1").stdout
    assert "0.8947 (17/19)" in fit


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Order:
    """The invented dyads many times over, with other country numbers, in many small chunks."""
    small = pa.csv.read_csv(example_tables()["invented-dyads"])
    copies = [
        small.set_column(0, "ccode1", pa.compute.add(small["ccode1"], 10 * n)).set_column(
            1, "ccode2", pa.compute.add(pa.compute.add(small["ccode2"], 10 * n), 0)
        )
        for n in range(60)
    ]
    path = tmp_path_factory.mktemp("cluster") / "many.parquet"
    pyarrow.parquet.write_table(pa.concat_tables(copies), path, row_group_size=100)
    table = open_table(path, "many")
    theory = read_theory(ROOT / "theory" / "democratic-peace.yaml")
    own = read_map(example_tables()["invented-dyads"].with_name("map.yaml"), theory.codebook, table.columns)
    lagged = own.lagged({reading.term: 1 for reading in own.readings if str(reading.term) == "joint_democracy"})
    return Order(table, (own, lagged), planned([theory]), chunk_rows=50)


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_elsewhere_is_used_by_its_address(order: Order) -> None:
    distributed: Any = import_module("distributed")
    with distributed.LocalCluster(n_workers=1, dashboard_address=None, processes=False) as cluster:
        assert run_on_cluster(order, cluster.scheduler_address, 1) == run(order)


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_says_what_is_wrong_with_the_table(order: Order, tmp_path: Path) -> None:
    small = pyarrow.parquet.read_table(order.table.path)
    path = tmp_path / "t.parquet"
    for mixed, said in (
        (pa.concat_tables([small.slice(1), small.slice(0, 1)]), "do not stand together"),
        (pa.concat_tables([small.slice(0, 1), small]), "two rows for year 1900"),
    ):
        pyarrow.parquet.write_table(mixed, path)
        with pytest.raises(InvalidStudy, match=said):
            run_on_cluster(replace(order, table=open_table(path, "t")), "tcp://127.0.0.1:1", 1)


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_loses_a_worker_gives_the_same_answer(order: Order) -> None:
    lost = []

    def kill_one(client: Any) -> None:
        workers = sorted(client.scheduler_info(-1)["workers"])
        pid = client.run(os.getpid, workers=workers[:1])[workers[0]]
        os.kill(pid, signal.SIGKILL)
        lost.append(pid)

    here = run(order)
    assert here.parts[0].rows == 60 * 39 and here.parts[1].tallies[0].refuting == 120
    assert run_on_cluster(order, None, 2, kill_one) == here
    assert lost
