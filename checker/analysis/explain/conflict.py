"""What can stand against an outcome: propositions, scope and codings, as the parts of a conflict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.analysis.verdicts.judgement import Reason
from checker.analysis.verdicts.question import Codings
from checker.engine.cores import Conflict, Parts, independent
from checker.engine.grounding import Instance
from checker.engine.period_solver import PeriodSolver
from checker.logic.formula import Formula
from checker.study.case import Case
from checker.study.term_period import TermPeriod
from checker.study.theory import Theory


@dataclass(frozen=True)
class Core:
    """Propositions, scope and codings that cannot hold together with what was asked; none can be spared."""

    reasons: tuple[Reason, ...]

    @property
    def size(self) -> int:
        """How many propositions and codings it has, each proposition counted once."""
        return len({(r.kind, r.label, r.period if r.kind == "coding" else 0) for r in self.reasons})


@dataclass(frozen=True)
class Cores:
    """Minimal cores, smallest first, counted in propositions and codings.

    `complete`: these are all. `smallest`: the first is a smallest one; else a limit left it open.
    `groups` holds the places of cores that share a member with one another: independent conflicts.
    """

    cores: tuple[Core, ...]
    complete: bool
    smallest: bool
    groups: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Member:
    """A proposition with all its instances in use, the scope, or a coding: what stands or falls as one."""

    kind: str
    label: str
    selectors: tuple[int, ...]
    reasons: tuple[Reason, ...]
    term_period: TermPeriod | None = None


class Argument:
    """The members that speak, over encoded clauses; `codings` are those that they may appeal to."""

    def __init__(
        self, period_solver: PeriodSolver, theory: Theory, case: Case, instances: Iterable[Instance], codings: Codings
    ) -> None:
        self.period_solver = period_solver
        self.theory = theory
        self.case = case
        self.codings = codings
        self.instances = tuple(instances)

    def propositions(self) -> list[Member]:
        """One member for each proposition and exhaustive statement, in file order."""
        grouped: dict[str, list[Instance]] = {}
        for instance in self.instances:
            grouped.setdefault(instance.label, []).append(instance)
        return [self._proposition(label, grouped[label]) for label in labels(self.theory) if label in grouped]

    def scope(self, scope: Formula | None, period: int) -> list[Member]:
        """The scope of a period, where there is one that can be read."""
        if scope is None:
            return []
        reason = Reason(kind="scope", label="scope", period=period, period_id=self._id(period))
        return [Member("scope", "scope", (self.period_solver.assumption(scope),), (reason,))]

    def known(self, term_periods: Iterable[TermPeriod]) -> list[Member]:
        """One member for each of the term-periods that is coded, in their order."""
        found = []
        for tp in term_periods:
            values = self.codings[tp]
            if values:
                reason = Reason(
                    kind="coding",
                    label=str(tp.term),
                    period=tp.period,
                    period_id=self._id(tp.period),
                    values=values,
                    term=tp.term,
                )
                found.append(Member("coding", str(tp.term), (self.period_solver.coding(tp, values),), (reason,), tp))
        return found

    def cores(self, members: Sequence[Member], given: Sequence[int], limit: int) -> Cores:
        """The smallest minimal cores of the members under what is given."""
        found = Conflict(self.period_solver, [m.selectors for m in members], given).cores(limit)
        cores = tuple(self._core(members, given, chosen) for chosen in found.sets)
        return Cores(cores, found.complete, found.proved, independent(found.sets))

    def core_of_few_laws(self, members: Sequence[Member], given: Sequence[int]) -> Core | None:
        """A minimal core that takes codings rather than propositions, where it can; None where there is none."""
        conflict = Conflict(self.period_solver, [m.selectors for m in members], given)
        kept = list(range(len(members)))
        for n, member in enumerate(members):
            if member.kind != "coding" and not conflict.is_satisfiable([other for other in kept if other != n]):
                kept.remove(n)
        core = conflict.minimal_core(kept)
        return None if core is None else self._core(members, given, core)

    def _core(self, members: Sequence[Member], given: Sequence[int], chosen: Parts) -> Core:
        return Core(self._reasons([members[n] for n in chosen], given))

    def _reasons(self, core: Sequence[Member], given: Sequence[int]) -> tuple[Reason, ...]:
        """The reasons of a core, with no instance of its propositions that can be spared."""
        stood = {s: r for member in core for s, r in zip(member.selectors, member.reasons, strict=True)}
        if all(len(member.selectors) == 1 for member in core):
            return tuple(stood.values())
        kept = set(self.period_solver.core([*given, *stood]))
        return tuple(reason for selector, reason in stood.items() if selector in kept)

    def _proposition(self, label: str, instances: Sequence[Instance]) -> Member:
        selectors = tuple(self.period_solver.selector(i) for i in instances)
        reasons = tuple(
            Reason(kind="proposition", label=label, period=i.period, period_id=self._id(i.period)) for i in instances
        )
        return Member("proposition", label, selectors, reasons)

    def _id(self, period: int) -> str:
        return self.case.period(period).id


def labels(theory: Theory) -> tuple[str, ...]:
    """The labels of propositions and exhaustive statements, in the order of the theory's file."""
    return (*(p.id for p in theory.propositions), *(s.label for s in theory.exhaustive))
