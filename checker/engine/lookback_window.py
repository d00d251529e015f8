"""A theory as seen from a row that has so many rows of its case before it.

What is used at a row depends only on how many periods precede it, and from some depth on no longer: every row
further down its case is judged by one and the same compiled window, moved along. `once` looks back without end;
beyond the window it is read from a column that sums up the rows before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from checker.engine.grounding import Grounder, term_periods
from checker.logic.formula import Formula, Is, Once, Or, Previously, Term, children, subformulas
from checker.logic.rewriting import lookback, quantifier_free, terms, with_operands
from checker.problems import LimitReached
from checker.study.codebook import Codebook, Variable
from checker.study.theory import Theory

MAX_DEPTH = 12
MAX_ONCE = 3
EARLIER = Term("*earlier")
"""Which `once` parts came true in the rows up to the edge of the window; no name in a file holds an asterisk."""

View = Literal["near", "far", "blank"]


@dataclass(frozen=True)
class Window:
    """How deep a theory looks: rows with at least `depth` rows before them share one window.

    `once` are the formulas inside `once`, in the order of the theory; `theory` has their summary in its codebook.
    """

    theory: Theory
    once: tuple[Formula, ...]
    depth: int

    def grounder(self, depth: int) -> ViewedGrounder:
        """The grounder for rows with `depth` rows before them; their own period is `depth + 1`."""
        far = bool(self.once) and depth >= self.depth
        return ViewedGrounder(self.theory, self.once, "far" if far else "near")


def lookback_window(theory: Theory) -> Window:
    """The window of a theory; raises LimitReached where it looks back without end in a way not summed up.

    Definitions may carry a theoretical term through at most MAX_DEPTH periods. Inside `once` there may
    be observable terms in their own period, and at most MAX_ONCE different formulas.
    """
    rules = [quantifier_free(p.rule.formula) for p in theory.propositions]
    rules += [quantifier_free(s.rule.formula) for s in theory.exhaustive]
    if theory.scope is not None:
        rules.append(quantifier_free(theory.scope.formula))
    once = tuple(dict.fromkeys(part.operand for rule in rules for part in subformulas(rule) if isinstance(part, Once)))
    for formula in once:
        _check(formula, theory.codebook)
    if len(once) > MAX_ONCE:
        raise LimitReached(f"the theory has {len(once)} different formulas behind `once`; a survey follows {MAX_ONCE}")
    widest = max(map(lookback, rules), default=0)
    extended = replace(theory, codebook=with_variable(theory.codebook, _summary(len(once)))) if once else theory
    for depth in range(MAX_DEPTH + 1):
        reach = _reach(ViewedGrounder(extended, once, "blank"), depth + 1)
        if depth >= reach + max(widest, 1 if once else 0):
            return Window(extended, once, _merged(extended, once, depth))
    raise LimitReached(
        f"definitions carry a theoretical term back through more than {MAX_DEPTH} periods, "
        "so that no fixed window of rows decides a verdict"
    )


def with_variable(codebook: Codebook, variable: Variable) -> Codebook:
    """The codebook with one variable more."""
    return replace(codebook, variables={**codebook.variables, variable.name: variable})


def came_true(value: str) -> tuple[bool, ...]:
    """Which `once` formulas a value of the summary says came true."""
    return tuple(letter == "1" for letter in value)


def _summary(formulas: int) -> Variable:
    values = tuple("".join(bits) for bits in product("01", repeat=formulas))
    return Variable(EARLIER.variable, values)


def _check(formula: Formula, codebook: Codebook) -> None:
    if lookback(formula):
        raise LimitReached("behind `once` a survey reads conditions in their own period, not changes or earlier ones")
    hidden = [term for term in terms(formula) if codebook.is_theoretical(term)]
    if hidden:
        raise LimitReached(f"behind `once` a survey reads observable terms; {hidden[0]} is theoretical")


def _reach(grounder: ViewedGrounder, period: int) -> int:
    """How many periods back the instances used at a period, the scope and the change explained read."""
    named = {tp for instance in grounder.cone(period) for tp in instance.term_periods}
    scope = grounder.scope(period)
    named.update(term_periods(scope) if scope is not None else ())
    before = int(any(explained.change for explained in grounder.theory.explains))
    return max([before, *(period - tp.period for tp in named)])


def _merged(theory: Theory, once: tuple[Formula, ...], depth: int) -> int:
    """The least depth from which on nothing differs."""
    if once:
        return depth

    def shape(at: int) -> list[object]:
        grounder = ViewedGrounder(theory, once, "near")
        change = any(explained.change for explained in theory.explains)
        return [
            (change and at == 0),
            grounder.scope(at + 1) is None,
            *((i.label, i.period - at, len(i.term_periods)) for i in grounder.cone(at + 1)),
        ]

    last = shape(depth)
    while depth and shape(depth - 1) == last:
        depth -= 1
    return depth


class ViewedGrounder(Grounder):
    """A grounder for rows seen near the beginning of their case, or far from it.

    Near: `once F` is F in some earlier period, as written. Far: the first period stands for all rows up to the
    edge of the window, where the summary says whether F came true. Blank: only the summary, one period
    back, to measure how far everything else looks.
    """

    def __init__(self, theory: Theory, once: tuple[Formula, ...], view: View) -> None:
        self.once = once
        self.view = view
        super().__init__(theory, 1)

    def ground(self, formula: Formula, period: int) -> Formula:
        """The formula at a period, `once` read as the view says."""
        return super().ground(self._written_out(formula, period), period)

    def _written_out(self, formula: Formula, period: int) -> Formula:
        match formula:
            case Once(operand):
                return self._earlier(operand, period)
            case Previously(operand):
                return Previously(self._written_out(operand, period - 1))
        if not children(formula):
            return formula
        return with_operands(formula, tuple(self._written_out(part, period) for part in children(formula)))

    def _earlier(self, operand: Formula, period: int) -> Formula:
        if self.view == "blank":
            return Previously(self._summed_up(operand))
        first = self.first + (1 if self.view == "far" else 0)
        found = [_back(operand, period - earlier) for earlier in range(first, period)]
        if self.view == "far":
            found.append(_back(self._summed_up(operand), period - self.first))
        return Or(tuple(found))

    def _summed_up(self, operand: Formula) -> Formula:
        place = self.once.index(operand)
        return Is(EARLIER, tuple(v for v in self.codebook.values(EARLIER) if came_true(v)[place]))


def _back(formula: Formula, periods: int) -> Formula:
    for _ in range(periods):
        formula = Previously(formula)
    return formula
