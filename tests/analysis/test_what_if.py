"""What the page carries: the same whether compiled anew or taken over from the period before; limits are said."""

from __future__ import annotations

import json

import pytest

import checker.analysis.page.compiled_cells
from checker.analysis.page.compiled_cells import what_if
from checker.analysis.page.dossier import dossier
from checker.analysis.verdicts.trial import Trial
from checker.engine.diagram import compiled
from checker.engine.grounding import Grounder
from tests.random_studies import random_study
from tests.report.studies import page_of, shipped
from tests.seeds import for_each
from tests.small_studies import case, theory


@for_each(range(40))
def test_what_is_taken_over_from_the_period_before_is_what_compiling_gives(seed: int) -> None:
    th, of = random_study(seed)
    trial = Trial(th, of)
    for explained in th.explains:
        for t in range(1, of.last + 1):
            if trial.question(explained, t).testable:
                assert trial.diagram(explained, t) == compiled(trial.grounder(), explained, t)
    taken_over = what_if(of, [th]).plain()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Grounder, "repeats", lambda self, period: False)
        assert what_if(of, [th]).plain() == taken_over


def test_periods_ruled_alike_share_their_functions() -> None:
    case_, theories = shipped()
    whole = what_if(case_, theories)
    plain = whole.plain()
    cells = plain["cells"]
    assert isinstance(cells, list) and len(cells) == len(theories) * case_.last
    functions = {
        root for cell in cells for part in ("scope", "conditions", "strict", "all") for root in cell.get(part, ())
    }
    assert len(functions) < 60
    assert len(json.dumps(plain)) < 100_000


def test_a_rule_on_once_is_another_one_in_every_period() -> None:
    grounder = Grounder(theory("P: if once a then y is high"), 1)
    assert not grounder.repeats(3)
    assert Grounder(theory("P: if previously a then y is high"), 1).repeats(3)
    assert not Grounder(theory("P: if previously a then y is high"), 1).repeats(2)


def test_a_period_past_the_limit_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker.analysis.page.compiled_cells, "MAX_CELL_NODES", 1)
    th, of = theory("P: if a and b then y is high"), case("a=yes b=yes y=high", "a=no b=? y=low")
    found = dossier(of, [th])
    assert [cell.limit for cell in found.what_if.limits] == ["more than 1 nodes in the compiled period"] * 2
    text = page_of(found)
    assert "small in t1 is not worked out again here: more than 1 nodes in the compiled period." in text


def test_a_change_without_a_period_before_is_untestable_and_not_compiled() -> None:
    th, of = theory("P: if a then y rises", explains="change of y"), case("a=yes y=low", "a=yes y=mid")
    first, second = what_if(of, [th]).cells
    assert not first.testable and first.factors is None and not first.limit
    assert second.testable and second.factors is not None and second.factors.switches == ("P",)
