"""Explanations as JSON: the format checker/explain, version 2 (docs/json-explain.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checker.analysis.explain.conflict import Cores
from checker.analysis.explain.contributions import Contribution
from checker.analysis.explain.derivation import Step
from checker.analysis.explain.explain import Explanation
from checker.analysis.explain.falsifiers import Falsifier, Falsifiers
from checker.analysis.explain.period import Exclusion, PeriodExplanation
from checker.analysis.explain.repairs import Recoding, Repair, RepairList, Repairs, Way
from checker.analysis.explain.standing import Standing
from checker.analysis.explain.whole_case import CaseExplanation, CaseRepair, CaseRepairList, CaseRepairs
from checker.analysis.verdicts.cell import Distance
from checker.report.check.tables import judgement_json, reason_json, track_json
from checker.report.render.markup import as_json, chance_json
from checker.study.term_period import Fact


def explanations_json(explanations: Sequence[Explanation]) -> str:
    """One document for all explanations, of periods or of whole cases."""
    shown = [_period(e) if isinstance(e, PeriodExplanation) else _case(e) for e in explanations]
    return as_json({"format": "checker/explain", "version": 2, "explanations": shown})


def _period(explanation: PeriodExplanation) -> dict[str, Any]:
    """One period: the judgement as in `check`, with exclusions, repairs and falsifiers."""
    return {
        "case": explanation.case.name,
        "theory": explanation.theory.name,
        "explains": str(explanation.explained),
        **judgement_json(explanation.judgement),
        "in_reading": _finding(explanation),
        "flips": [_flip(flip) for flip in explanation.flips],
        "outcome": [_flip(flip) for flip in explanation.outcome],
        "by_reading": [{"reading": name, "verdict": verdict} for name, verdict in explanation.by_reading],
        "propositions": [_standing(standing) for standing in explanation.standings],
        "exclusions": [_exclusion(e) for e in explanation.exclusions],
        "repairs": None if explanation.repairs is None else _repairs(explanation.repairs),
        "falsifiers": None if explanation.falsifiers is None else _falsifiers(explanation.falsifiers),
        "complete": explanation.is_complete,
        "limit": explanation.limit or None,
    }


def _finding(explanation: PeriodExplanation) -> dict[str, Any] | None:
    """What the theory says in the leading reading."""
    found = explanation.judgement.read
    return (
        None
        if found is None
        else {
            "prediction": _list(found.prediction),
            "levels": _list(found.levels),
            "expectation": _list(found.expectation),
            "expected_levels": _list(found.expected_levels),
            "observed": _list(found.observed),
            "observed_levels": _list(found.observed_levels),
            "without_exhaustive": explanation.without_exhaustive,
        }
    )


def _flip(flip: Distance) -> dict[str, Any]:
    recoded = flip.recodings[0]
    return {
        "coding": str(recoded.term),
        "period": recoded.period_id,
        "value": recoded.instead,
        "verdict": flip.verdict,
        "probability": chance_json(flip.probability),
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "proposition": standing.label,
        "excludes": list(standing.excludes),
        "way": standing.way,
        "state": standing.state,
        "obstacles": [[reason_json(r) for r in reasons] for reasons in standing.obstacles],
        "gaps": [{"coding": str(gap.term), "period": gap.period_id} for gap in standing.gaps],
        "causes": list(standing.causes),
    }


def _case(explanation: CaseExplanation) -> dict[str, Any]:
    """All periods together."""
    return {
        "case": explanation.case.name,
        "theory": explanation.theory.name,
        "explains": str(explanation.explained),
        "record": track_json(explanation.track),
        "periods": [judgement_json(judgement) for judgement in explanation.judgements],
        "by_reading": [{"reading": name, "verdicts": list(verdicts)} for name, verdicts in explanation.by_reading],
        "out_of_scope": _ids(explanation, explanation.out_of_scope),
        "satisfiable": explanation.satisfiable,
        "reasons": None if explanation.cores is None else _cores(explanation.cores),
        "repairs": None if explanation.repairs is None else _case_repairs(explanation.repairs),
        "propositions": [_contribution(explanation, contribution) for contribution in explanation.propositions],
        "complete": explanation.is_complete,
        "limit": explanation.limit or None,
    }


def _exclusion(exclusion: Exclusion) -> dict[str, Any]:
    return {
        "subject": exclusion.subject,
        "outcomes": list(exclusion.outcomes),
        "levels": list(exclusion.levels),
        "decides": exclusion.decides,
        **_cores(exclusion.cores),
        "core": None if exclusion.core is None else [reason_json(reason) for reason in exclusion.core.reasons],
        "steps": None if exclusion.steps is None else [_step(step) for step in exclusion.steps],
    }


def _cores(cores: Cores) -> dict[str, Any]:
    return {
        "cores": [[reason_json(reason) for reason in core.reasons] for core in cores.cores],
        "cores_complete": cores.complete,
        "first_is_smallest": cores.smallest,
        "groups": [list(group) for group in cores.groups],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "rule": None if step.rule is None else reason_json(step.rule),
        "uses": [_fact(fact) for fact in step.uses],
        "supposing": step.supposing,
        "gives": None if step.gives is None else _fact(step.gives),
        "cases": [{"fact": _fact(branch.fact), "steps": [_step(s) for s in branch.steps]} for branch in step.branches],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {"term": str(fact.term), "period": fact.period_id, "values": list(fact.values)}


def _repairs(repairs: Repairs) -> dict[str, Any]:
    return {
        "recode": _repair_list(repairs.recode),
        "give_up": _repair_list(repairs.give_up),
        "either": _repair_list(repairs.either),
        "outcome": [_way(way) for way in repairs.outcome],
    }


def _repair_list(listing: RepairList) -> dict[str, Any]:
    return {
        "repairs": [_repair(repair) for repair in listing.repairs],
        "complete": listing.complete,
        "first_is_cheapest": listing.cheapest,
    }


def _repair(repair: Repair) -> dict[str, Any]:
    return {
        "recode": [_recoding(r) for r in repair.recodings],
        "give_up": list(repair.given_up),
        "cost": repair.cost,
        "ways": [_way(way) for way in repair.ways],
        "all_ways": repair.all_ways,
    }


def _recoding(recoding: Recoding) -> dict[str, Any]:
    return {"coding": str(recoding.term), "period": recoding.period_id, "value": list(recoding.read)}


def _way(way: Way) -> dict[str, Any]:
    return {
        "values": list(way.values),
        "verdict": way.verdict,
        "possible": _list(way.possible),
        "prediction": _list(way.prediction),
    }


def _list(values: Sequence[str] | None) -> list[str] | None:
    return None if values is None else list(values)


def _falsifiers(falsifiers: Falsifiers) -> dict[str, Any]:
    return {"forbidden": [falsifier_json(one) for one in falsifiers.found], "limit": falsifiers.limit or None}


def falsifier_json(falsifier: Falsifier) -> dict[str, Any]:
    conditions = [{"term": str(c.term), "period": c.period_id, "values": list(c.values)} for c in falsifier.conditions]
    return {
        "conditions": conditions,
        "outcomes": list(falsifier.outcomes),
        "levels": list(falsifier.levels),
        "fulfilled": falsifier.fulfilled,
    }


def _case_repairs(repairs: CaseRepairs) -> dict[str, Any]:
    return {
        "recode": _case_list(repairs.recode),
        "give_up": _case_list(repairs.give_up),
        "either": _case_list(repairs.either),
        "outcomes": _case_list(repairs.outcomes),
    }


def _case_list(listing: CaseRepairList) -> dict[str, Any]:
    return {
        "repairs": [_case_repair(repair) for repair in listing.repairs],
        "complete": listing.complete,
        "first_is_cheapest": listing.cheapest,
    }


def _case_repair(repair: CaseRepair) -> dict[str, Any]:
    return {
        "recode": [_recoding(r) for r in repair.recodings],
        "values": list(repair.values),
        "give_up": list(repair.given_up),
        "cost": repair.cost,
        "verdicts": list(repair.verdicts),
    }


def _contribution(explanation: CaseExplanation, contribution: Contribution) -> dict[str, Any]:
    return {
        "proposition": contribution.label,
        "periods": _ids(explanation, contribution.made),
        "bites": _ids(explanation, contribution.bites),
        "blamed": _ids(explanation, contribution.blamed),
        "antecedent": _list(contribution.antecedent),
        "vacuous": contribution.is_vacuous,
        "complete": contribution.complete,
    }


def _ids(explanation: CaseExplanation, periods: Sequence[int]) -> list[str]:
    return [explanation.case.period(t).id for t in periods]
