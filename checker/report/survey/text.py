"""A survey for the terminal: counts, exceptions by name, propositions, fit."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from checker.analysis.sets.fit import Ratio
from checker.analysis.survey.fit import FitQuestion, parameters, unique_coverage
from checker.analysis.survey.judge import NamedRow, Tally
from checker.analysis.survey.resampling import Estimate
from checker.analysis.survey.result import Survey, SurveyVariant
from checker.analysis.verdicts.judgement import VERDICTS
from checker.report.words.verdicts import GLYPHS, MEANINGS, listed

SHOWN = 20
WIDTH = 80


def survey_text(survey: Survey, shown: int = SHOWN) -> str:
    """The whole survey; of several codings, what differs. Names at most `shown` exceptions of each kind."""
    rows = list(_head(survey))
    if len(survey.variants) > 1:
        return "\n".join([*rows, *_by_coding(survey), *_exceptions_by_coding(survey, shown)]) + "\n"
    for variant in survey.variants:
        if variant.coding.changed:
            rows += ["", f"With {variant.coding.changed}"]
        rows += _values(survey, variant)
        for theory, explained, tally, blames in survey.tallies(variant):
            rows += _verdicts(theory, explained, tally, blames, shown)
        for place, judged in enumerate(survey.plan.theories):
            rows += _propositions(survey, variant, place, judged.name)
        rows += _fit(survey, variant)
    return "\n".join(rows) + "\n"


def preview_text(survey: Survey) -> str:
    """How often each value is coded, and nothing judged."""
    rows = list(_head(survey))
    for variant in survey.variants:
        if variant.coding.changed:
            rows += ["", f"With {variant.coding.changed}"]
        rows += _values(survey, variant)
    return "\n".join(rows) + "\n"


def aligned(table: Sequence[Sequence[str]], indent: str = "  ") -> list[str]:
    """Rows of cells as aligned columns: the first to the left, the others to the right."""
    widths = [max(len(row[place]) for row in table) for place in range(len(table[0]))]
    return [
        (
            indent
            + row[0].ljust(widths[0])
            + "".join("  " + cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        ).rstrip()
        for row in table
    ]


def share(count: int, of: int) -> str:
    """A count as a share, with enough digits to tell it from nothing."""
    if not of:
        return "-"
    per_cent = 100 * count / of
    return f"{per_cent:.1f} %" if per_cent >= 0.1 or not count else f"{per_cent:.1g} %"


def _head(survey: Survey) -> Iterator[str]:
    part = survey.variants[0].part
    yield f"{survey.title}: {part.rows:,} rows" + (f", {part.cases:,} cases" if survey.looked_back else "")
    if part.left_out:
        yield f"{part.left_out:,} rows are left out by the map."
    if survey.unmapped:
        yield f"No column for {listed(map(str, survey.unmapped))}: missing in every row."
    if part.gaps:
        named = "; ".join(f"{gap.case} {gap.before} to {gap.after}" for gap in part.named_gaps[:3])
        more = f" and {part.gaps - 3:,} more" if part.gaps > 3 else ""
        yield f"{part.gaps:,} gaps break the chain of a case: {named}{more}."


def _values(survey: Survey, variant: SurveyVariant) -> list[str]:
    book = survey.plan.theories[0].codebook
    rows = []
    for term, counts in variant.part.values.items():
        coded = ", ".join(f"{value} {count:,}" for value, count in zip(book.values(term), counts, strict=False))
        rows.append((str(term), coded, f"missing {counts[-1]:,}"))
    if not rows:
        return []
    width = max(len(row[0]) for row in rows)
    return ["", "Coded", *(f"  {term.ljust(width)}  {coded}, {missing}" for term, coded, missing in rows)]


def _verdicts(
    theory: str, explained: str, tally: Tally, blames: Mapping[NamedRow, tuple[str, ...]], shown: int
) -> list[str]:
    total = sum(tally.verdicts)
    rows = ["", f"{theory}: {explained}"]
    table = [
        (f"{GLYPHS[verdict]} {verdict}", f"{count:,}", share(count, total))
        for verdict, count in zip(VERDICTS, tally.verdicts, strict=True)
        if count
    ]
    meanings = [MEANINGS[verdict] for verdict, count in zip(VERDICTS, tally.verdicts, strict=True) if count]
    for line, meaning in zip(aligned(table), meanings, strict=True):
        first, *others = textwrap.wrap(meaning, max(WIDTH - len(line) - 3, 30))
        rows += [f"{line}   {first}", *(" " * (len(line) + 3) + other for other in others)]
    if tally.assumed:
        rows.append(f"  In {tally.assumed:,} rows the codings leave open whether the theory claims to hold.")
    if tally.exceptions:
        rows.append("  Exceptions, given these codings, and the propositions that exclude them")
        for row in tally.exceptions[:shown]:
            blamed = blames.get(row)
            words = listed(blamed) if blamed else "not worked out"
            rows.append(f"    {row.case} {row.period}  {row.verdict}  {words}")
        if tally.refuting > shown:
            rows.append(f"    and {tally.refuting - shown:,} more; --rows FILE writes them all")
    return rows


def _propositions(survey: Survey, variant: SurveyVariant, number: int, theory: str) -> list[str]:
    standings = survey.standings(variant, number)
    if not standings:
        return []
    table = [("proposition", "readable", "applies", "holds", "fails", "undecided", "may apply")]
    table += [
        (
            label,
            f"{s.read:,}",
            f"{s.applied:,}",
            f"{s.held:,}",
            f"{s.failed:,}",
            f"{s.applied - s.held - s.failed:,}",
            f"{s.unclear:,}",
        )
        for label, s in standings
    ]
    return ["", f"Propositions of {theory}, row by row", *aligned(table)]


def _fit(survey: Survey, variant: SurveyVariant) -> list[str]:
    if variant.fit is None:
        return []
    rows: list[str] = []
    for kind, columns in (
        ("sufficient", ("consistency", "PRI", "coverage", "alone")),
        ("necessary", ("consistency", "coverage", "RoN")),
    ):
        table = [(kind, "rows", "missing", *columns)]
        notes: list[str] = []
        for place, question in enumerate(survey.questions):
            if question.relation.kind != kind or question.what == "alone":
                continue
            found = parameters(question, variant.fit.sums[place])
            alone = unique_coverage(survey.questions, variant.fit, place)
            cells = [
                fraction(found[name]) if name in found else "" if alone is None else fraction(alone) for name in columns
            ]
            table.append(
                (
                    _asked(survey, question),
                    f"{variant.fit.sums[place].cases:,}",
                    f"{variant.fit.missing[place]:,}",
                    *cells,
                )
            )
            if variant.estimates:
                notes += _estimates(_asked(survey, question), variant.estimates[place])
        if len(table) > 1:
            rows += ["", f"Fit of what is stated to be {kind}", *aligned(table), *notes]
    if rows and survey.resampling:
        rows.append(f"  {survey.resampling}")
    return rows


def fraction(ratio: Ratio) -> str:
    """A parameter, with its exact fraction if that is of whole numbers; never rounded up to 1."""
    if ratio.value is None:
        return "-"
    digits = 4
    while ratio.value < 1 and round(float(ratio.value), digits) == 1 and digits < 12:
        digits += 1
    whole = ratio.numerator.denominator == ratio.denominator.denominator == 1
    exact = f" ({ratio.numerator}/{ratio.denominator})" if whole else ""
    return f"{float(ratio.value):.{digits}f}{exact}"


def _asked(survey: Survey, question: FitQuestion) -> str:
    theory = survey.plan.theories[question.relation.theory].name
    condition, outcome = question.relation.words
    if question.what == "theory":
        return f"{theory}, all: {outcome}"
    return (
        f"{question.relation.label}: {condition} => {outcome}"
        if question.relation.kind == "sufficient"
        else f"{question.relation.label}: {condition} <= {outcome}"
    )


def _estimates(asked: str, estimates: Mapping[str, Estimate]) -> list[str]:
    words = [f"{name} {e.low:.4f} to {e.high:.4f} (s.e. {e.error:.4f})" for name, e in estimates.items()]
    return [f"    {asked.split(':')[0]}: {'; '.join(words)}"]


def _by_coding(survey: Survey) -> list[str]:
    """The codings by number, and for each explained term the verdicts, and the fit, under every one."""
    numbers = [str(number) for number, _ in enumerate(survey.variants, 1)]
    rows = [
        "",
        "Codings",
        *(
            f"  {number}  {variant.coding.changed or 'as the map says'}"
            for number, variant in zip(numbers, survey.variants, strict=True)
        ),
    ]
    for place, asked in enumerate(survey.plan.verdicts):
        counts = [variant.part.tallies[place].verdicts for variant in survey.variants]
        there = [n for n in range(len(VERDICTS)) if any(count[n] for count in counts)]
        table = [("coding", *(VERDICTS[n] for n in there))]
        table += [(number, *(f"{count[n]:,}" for n in there)) for number, count in zip(numbers, counts, strict=True)]
        rows += ["", f"{survey.plan.theories[asked.theory].name}: {asked.explained}", *aligned(table)]
    for place, question in enumerate(survey.questions):
        fits = [parameters(question, variant.fit.sums[place]) for variant in survey.variants if variant.fit is not None]
        if fits and question.what != "alone":
            table = [("coding", *fits[0])]
            table += [(number, *map(fraction, found.values())) for number, found in zip(numbers, fits, strict=True)]
            rows += ["", f"{_asked(survey, question)} ({question.relation.kind})", *aligned(table)]
    return rows


def _exceptions_by_coding(survey: Survey, shown: int) -> list[str]:
    """Which exceptions appear under which coding, each once, in the order of the table."""
    found: dict[tuple[int, str, int], list[int]] = {}
    for number, variant in enumerate(survey.variants, 1):
        for tally in variant.part.tallies:
            for row in tally.exceptions:
                places = found.setdefault((row.row, row.case, row.period), [])
                if number not in places:
                    places.append(number)
    if not found:
        return []
    rows = ["", "Exceptions, and the codings under which they are some"]
    for (_, case, period), places in sorted(found.items())[:shown]:
        where = "all" if len(places) == len(survey.variants) else listed(map(str, places))
        rows.append(f"  {case} {period}  {where}")
    if len(found) > shown:
        rows.append(f"  and {len(found) - shown:,} more")
    return rows
