"""Proofs that formulas cannot hold together, as files that anyone can check.

A refutation is a CNF in DIMACS form, commented so that a reader finds terms and propositions in it, and
a proof in DRUP form (Heule, Hunt and Wetzler 2013): clauses each of which follows from the ones before
by unit propagation, down to the empty one. The check here is independent of the solver that wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.engine.encoding import Encoding
from checker.engine.grounding import term_periods
from checker.engine.solver import Session
from checker.logic.formula import Formula
from checker.problems import LimitReached
from checker.study.codebook import Codebook
from checker.study.term_period import TermPeriod

SECOND_SOLVER = "cadical195"
Clauses = list[list[int]]


class CertificateRefused(Exception):
    """A certificate does not show what it claims to show."""


@dataclass(frozen=True)
class Refutation:
    """A commented CNF and a proof that it cannot hold, both as the text of a file."""

    cnf: str
    proof: str


def refutation(codebook: Codebook, asserted: Sequence[tuple[str, Formula]], about: Sequence[str] = ()) -> Refutation:
    """The refutation of grounded formulas that cannot hold together, each with the words for it.

    Raises CertificateRefused where they can, LimitReached past the conflict budget.
    """
    encoding = Encoding(codebook)
    comments = [*about, "a term that has two values is one variable, true for the second of them"]
    named = dict.fromkeys(tp for _, formula in asserted for tp in term_periods(formula))
    for tp in named:
        comments += _variables(codebook, tp, encoding.literals_of(tp))
    clauses = encoding.take()
    if clauses:
        comments.append(f"clauses 1 to {len(clauses)}: each term has exactly one value")
    for words, formula in asserted:
        start = len(clauses) + 1
        encoding.forget_relations()
        selector = encoding.selector(formula)
        clauses += [*encoding.take(), [selector]]
        comments.append(f"clauses {start} to {len(clauses)}: {words}")
    with Session("glucose4", proof=True) as session:
        session.add(clauses)
        status = session.status()
        if status == "unknown":
            raise LimitReached("more conflicts than allowed in the search for a proof")
        if status == "satisfiable":
            raise CertificateRefused("what was to be refuted can hold")
        # Deletions only save a checker memory, and checkers differ on deleting unit clauses: they are left out.
        lines = [line for line in session.proof() if line.split() != ["0"] and not line.startswith("d")]
    return Refutation(_dimacs(encoding.top, clauses, comments), "".join(f"{line}\n" for line in [*lines, "0"]))


def _variables(codebook: Codebook, tp: TermPeriod, block: Sequence[int]) -> list[str]:
    """What the variables of a term-period stand for."""
    values = codebook.values(tp.term)
    return [
        f"variable {literal}: {tp.term} at {tp.period} is {value}"
        for value, literal in zip(values, block, strict=True)
        if literal > 0
    ]


def _dimacs(top: int, clauses: Clauses, comments: Iterable[str]) -> str:
    lines = [f"c {' '.join(comment.split())}" for comment in comments]
    lines.append(f"p cnf {top} {len(clauses)}")
    lines += [" ".join(map(str, [*clause, 0])) for clause in clauses]
    return "\n".join(lines) + "\n"


def check_refutation(shown: Refutation) -> None:
    """Accept a refutation, or raise CertificateRefused with the reason.

    Every clause of the proof must follow by unit propagation, and the last be the empty one. Deletions
    are passed over, which only leaves more clauses to propagate with.
    """
    known = Propagation(read_dimacs(shown.cnf))
    for number, line in enumerate(shown.proof.splitlines(), 1):
        words = line.split()
        if not words or words[0] in ("d", "c"):
            continue
        clause = _literals(words, f"line {number} of the proof")
        if not known.implies(clause):
            raise CertificateRefused(f"line {number} of the proof does not follow from the lines before it")
        if not clause:
            return
        known.add(clause)
    raise CertificateRefused("the proof does not end in the empty clause")


def second_opinion(shown: Refutation) -> None:
    """Solve the CNF with another solver; CertificateRefused where it disagrees."""
    with Session(SECOND_SOLVER) as session:
        session.add(read_dimacs(shown.cnf))
        status = session.status()
    if status != "unsatisfiable":
        raise CertificateRefused(f"{SECOND_SOLVER} says that the formula is {status}")


def checked_by_dratify(shown: Refutation) -> bool:
    """Whether the outside checker dratify accepts; False where it is not installed.

    CertificateRefused where it does not.
    """
    try:
        from dratify import check_proof, parse_dimacs
    except ImportError:
        return False
    if not check_proof(parse_dimacs(shown.cnf), shown.proof).ok:
        raise CertificateRefused("dratify does not accept the proof")
    return True


def read_dimacs(text: str) -> Clauses:
    """The clauses of a DIMACS CNF; CertificateRefused where it is none."""
    clauses: Clauses = []
    declared: int | None = None
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or words[0] == "c":
            continue
        if words[0] == "p":
            if len(words) != 4 or words[1] != "cnf" or not words[3].isdigit():
                raise CertificateRefused(f"line {number} of the CNF is no header")
            declared = int(words[3])
        else:
            clauses.append(_literals(words, f"line {number} of the CNF"))
    if declared != len(clauses):
        raise CertificateRefused(f"the CNF has {len(clauses)} clauses, and its header says {declared}")
    return clauses


def _literals(words: Sequence[str], where: str) -> list[int]:
    try:
        numbers = [int(word) for word in words]
    except ValueError:
        raise CertificateRefused(f"{where} is no clause") from None
    if numbers[-1:] != [0] or 0 in numbers[:-1]:
        raise CertificateRefused(f"{where} is no clause")
    return numbers[:-1]


class Propagation:
    """Clauses that grow, and what follows from them by unit propagation."""

    def __init__(self, clauses: Iterable[Sequence[int]]) -> None:
        self._clauses: list[tuple[int, ...]] = []
        self._places: dict[int, list[int]] = {}
        for clause in clauses:
            self.add(clause)

    def add(self, clause: Sequence[int]) -> None:
        for literal in set(clause):
            self._places.setdefault(literal, []).append(len(self._clauses))
        self._clauses.append(tuple(dict.fromkeys(clause)))

    def implies(self, clause: Sequence[int]) -> bool:
        """Whether the clause's negation leads to a conflict by unit propagation (RUP)."""
        true = {-literal for literal in clause}
        if any(-literal in true for literal in true):
            return True
        waiting = list(true)
        for other in self._clauses:
            if not other:
                return True
            if len(other) == 1 and not self._forced(other[0], true, waiting):
                return True
        while waiting:
            for place in self._places.get(-waiting.pop(), ()):
                left = [literal for literal in self._clauses[place] if -literal not in true]
                if not left:
                    return True
                if len(left) == 1 and not self._forced(left[0], true, waiting):
                    return True
        return False

    @staticmethod
    def _forced(literal: int, true: set[int], waiting: list[int]) -> bool:
        """Make a literal true; False where its negation is."""
        if -literal in true:
            return False
        if literal not in true:
            true.add(literal)
            waiting.append(literal)
        return True
