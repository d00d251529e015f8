"""Random codings of a small case, for round trips through tables and files."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from checker.study.case import Case, Coding, Evidence, Period
from checker.study.codebook import Codebook, Variable
from checker.study.confidence import spread
from checker.study.sheet import BASELINE, THROUGHOUT, Place

VARIABLES = (
    Variable("trade"),
    Variable("cover", ("absent", "weak", "strong")),
    Variable("need", places=(("state", "partner"),)),
    Variable("threat", ("none", "low", "high"), (("partner",), ("state",))),
)
BOOK = Codebook("small", {"state": "The state", "partner": "Its partner"}, {v.name: v for v in VARIABLES})
KEYS = ("waltz1979", "bohdan2014", "un:2001+a")
BLANK = Case(
    "two",
    BOOK,
    {"state": ("A",), "partner": ("B",)},
    (Period("first", years=(1990, 1994)), Period("second", years=(1995, 1999))),
    Period(BASELINE),
    references={key: {"type": "book"} for key in KEYS},
)


def many_rows(coders: int) -> list[list[str]]:
    """The rows of a table in which so many coders have each coded all of both periods."""
    return [
        [
            "two",
            period,
            "",
            "",
            str(term),
            BOOK.values(term)[0],
            "0.8",
            "waltz1979",
            "p. 3",
            "1990-02",
            "A paraphrase, with a comma.",
            "=note",
            f"coder {number}",
        ]
        for number in range(coders)
        for period in ("first", "second")
        for term in BOOK.terms()
    ]


# What spreadsheets, YAML and CSV each find hard, beside plain words of many scripts.
HARD = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "'=1",
    "'tis",
    "#N/A",
    "# no comment",
    "a: b",
    "- item",
    "{a}",
    "[b]",
    "null",
    "no",
    "~",
    "*x",
    "&y",
    "!tag",
    "% odd",
    '"',
    "'",
    '"quoted"',
    "a,b;c\td",
    "two\nlines",
    "cr\r\nlf",
    "_x000D_",
    "_x005F_",
    "\u2028",
    "\u0085",
    "Белару́сь",
    "白俄罗斯",
    "🙂",
    "<xml>&amp;",
    "1990",
    "1e5",
    "1.0",
    "TRUE",
    "2010-01-02",
    "|",
    "\\n",
    "＝1",
)
WORDS = st.one_of(
    st.sampled_from(HARD),
    st.lists(st.sampled_from(HARD), min_size=2, max_size=3).map(" ".join),
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co")), max_size=40),
    st.integers(1, 4).map(lambda n: "A long text with a quote ' in it, and more. " * (40 * n)),
).map(str.strip)
DATES = st.sampled_from(("", "1990", "1990-02", "2010-09-22"))


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    return Evidence(draw(st.sampled_from(KEYS)), draw(WORDS), draw(DATES), draw(WORDS))


@st.composite
def codings(draw: st.DrawFn, variable: Variable) -> Coding:
    """Any coding that a file can hold."""
    values = set(draw(st.lists(st.sampled_from(variable.values), max_size=len(variable.values))))
    ordered = tuple(value for value in variable.values if value in values)
    confidence: dict[str, Fraction] = {}
    says_how_sure, with_one_number = draw(st.booleans()), draw(st.booleans())
    if ordered and says_how_sure:
        if len(ordered) < len(variable.values) and with_one_number:
            confidence = spread(Fraction(draw(st.integers(1, 100)), 100), ordered, variable)
        else:
            parts = [draw(st.integers(1, 9)) for _ in ordered]
            amounts = [Fraction(part, 100) for part in parts]
            amounts[0] += 1 - sum(amounts)
            confidence = spread(dict(zip(ordered, amounts, strict=True)), ordered, variable)
    return Coding(
        ordered,
        confidence,
        draw(WORDS),
        tuple(draw(st.lists(evidence(), max_size=3))),
        draw(st.sampled_from(("", "ann", "=bob"))),
    )


@st.composite
def sheets(draw: st.DrawFn) -> dict[Place, Coding]:
    """Codings of some places of the small case, in its order."""
    found = {}
    for period in (BASELINE, THROUGHOUT, "first", "second"):
        for term in BOOK.terms():
            if draw(st.integers(0, 2)) == 0:
                found[Place(period, term)] = draw(codings(BOOK.variables[term.variable]))
    return found
