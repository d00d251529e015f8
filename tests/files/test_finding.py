"""Names: paths first, then the working folder, then what is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

import checker
from checker.files.library import locate as finding
from checker.files.library.locate import available, declared, find, installed, shipped_folder
from checker.problems import InvalidStudy
from tests.files.conftest import Folder


def test_installed_names() -> None:
    assert "belarus-iran" in installed("case")
    assert {"neorealism", "persistence", "liberalism"} <= set(installed("theory"))
    assert "codebook" not in installed("theory")
    assert "hegemony-and-cooperation" in installed("codebook")


def test_an_installed_name_is_found_from_any_folder(folder: Folder) -> None:
    assert find(["belarus-iran"], "case")[0].is_absolute()
    assert find(["neorealism", "trend"], "theory")[1].name == "trend.yaml"


def test_the_working_folder_comes_before_what_is_installed(folder: Folder) -> None:
    folder.write("theory/neorealism.yaml", "theory: neorealism\n")
    assert find(["neorealism"], "theory") == (Path("theory/neorealism.yaml"),)
    assert available("theory")["neorealism"] == Path("theory/neorealism.yaml")
    assert available("theory")["trend"].is_absolute()


def test_a_path_comes_first(folder: Folder) -> None:
    folder.write("cases/mine.yaml", "case: mine\n")
    folder.write("mine", "case: mine\n")
    assert find(["mine", "cases/mine.yaml", "nowhere.yaml"], "case") == (
        Path("mine"),
        Path("cases/mine.yaml"),
        Path("nowhere.yaml"),
    )


def test_a_name_with_the_other_suffix(folder: Folder) -> None:
    folder.write("cases/mine.yml", "case: mine\n")
    assert find(["mine"], "case") == (Path("cases/mine.yml"),)


def test_a_codebook_by_its_own_name(folder: Folder) -> None:
    folder.write("theory/words.yaml", "# words\ncodebook: 'my-words'\n")
    assert find(["my-words"], "codebook") == (Path("theory/words.yaml"),)


def test_unknown_names_are_all_named(folder: Folder) -> None:
    with pytest.raises(InvalidStudy) as raised:
        find(["belarus-irann", "neorealism", "zzz"], "case")
    messages = [
        (str(problem.location), problem.message, problem.hint.split(":")[0]) for problem in raised.value.problems
    ]
    assert messages == [
        ("belarus-irann", "there is no case of this name", "did you mean `belarus-iran`?"),
        (
            "neorealism",
            "there is no case of this name",
            "`neorealism` is a theory; name a case here, and the theory after `--theory`",
        ),
        ("zzz", "there is no case of this name", "`checker list` shows the names; there are"),
    ]


def test_a_name_that_no_file_can_have(folder: Folder) -> None:
    with pytest.raises(InvalidStudy):
        find(["a\0b"], "case")
    with pytest.raises(InvalidStudy):
        find(["a" * 5000], "case")


def test_nothing_is_installed(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "shipped_folder", lambda kind: folder.path / "nowhere")
    with pytest.raises(InvalidStudy) as raised:
        find(["x"], "theory")
    assert raised.value.problems[0].hint == "give the path of a file"


def test_the_kind_of_a_file(folder: Folder) -> None:
    assert declared(folder.write("a.yaml", "# x\ncodebook: c.yaml\ntheory: t # note\n")) == ("theory", "t")
    assert declared(folder.write("b.yaml", "title: x\n  case: y\n")) is None
    assert declared(folder.path / "nowhere.yaml") is None


def test_the_shipped_folders_of_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "checker"
    (package / "shipped" / "theory").mkdir(parents=True)
    monkeypatch.setattr(finding, "__file__", str(package / "files" / "library" / "locate.py"))
    assert shipped_folder("theory") == package / "shipped" / "theory"
    assert shipped_folder("case") == tmp_path / "cases"


def test_the_shipped_folders_of_a_checkout() -> None:
    root = Path(checker.__file__).resolve().parent.parent
    if not (root / "checker" / "shipped").exists():
        assert shipped_folder("codebook") == root / "theory"


def test_a_file_that_begins_with_a_byte_order_mark(folder: Folder) -> None:
    folder.write("theory/marked.yaml", b"\xef\xbb\xbftheory: marked\n")
    assert declared(Path("theory/marked.yaml")) == ("theory", "marked")
    assert find(["marked"], "theory") == (Path("theory/marked.yaml"),)


def test_a_title_will_do_for_a_name_where_only_one_bears_it(folder: Folder) -> None:
    assert find(["Neoclassical Realism", "NEOREALISM"], "theory") == (
        installed("theory")["neoclassical-realism"],
        installed("theory")["neorealism"],
    )
    folder.write("theory/mine.yaml", "theory: mine\ntitle: 'Neorealism'\n")
    folder.write("theory/yours.yaml", "theory: yours\ntitle: Prestige\n")
    folder.write("theory/theirs.yaml", "theory: theirs\ntitle: Prestige\n")
    for words in ("Prestige", "Neorealism"):
        with pytest.raises(InvalidStudy, match="there is no theory of this name"):
            find([words], "theory")


def test_a_name_of_another_kind() -> None:
    with pytest.raises(InvalidStudy, match="`belarus-iran` is a case; name a theory here"):
        find(["belarus-iran"], "theory")
    with pytest.raises(InvalidStudy, match="as in `--theory neorealism --theory liberalism`"):
        find(["neorealism,liberalism"], "theory")


@pytest.mark.parametrize(
    "text",
    [
        "theory: doux\n",
        '{"theory": "doux", "title": "Gentle"}\n',
        "{theory: doux, title: Gentle}\n",
        "'theory': doux\n",
    ],
)
def test_a_file_says_what_it_is_in_any_style_of_yaml(tmp_path: Path, text: str) -> None:
    file = tmp_path / "doux.yaml"
    file.write_text(text, encoding="utf-8")
    assert finding.declared(file) == ("theory", "doux")
