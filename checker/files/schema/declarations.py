"""The fields of the three kinds of file, each declared once, in the kinds of kinds.py."""

from __future__ import annotations

from checker.files.schema.kinds import Field, Kind, Many, OneOf, Record, Table, Word
from checker.study.case import SUMMARIES
from checker.study.theory import ROLES

MAX_PROPOSITIONS = 2_000
MAX_PERIODS = 2_000

TEXT = Word(
    "a text",
    json_types=("string", "number"),
    prose=True,
    hint="write a text; one with a colon is quoted or in block style (`>-`)",
)
NAME = Word(
    "a name",
    r"[A-Za-z_][A-Za-z0-9_-]*",
    "patron_cover",
    hint="a name begins with a letter and goes on with letters, digits, `_` and `-`, as in `patron_cover`",
)
ID = Word(
    "an identifier",
    r"[A-Za-z0-9_][A-Za-z0-9_.-]*",
    "N3",
    json_types=("string", "integer"),
    hint="an identifier is made of letters, digits, `_`, `.` and `-`, as in `N3`",
)
PERIOD_ID = Word("the id of a period", ID.pattern, "decline", hint=ID.hint)
RULE = Word("a rule", example="if A then B")
DROPPED = Word(
    "an identifier, or `exhaustive:` and a statement, in quotes",
    rf"{ID.pattern}|exhaustive:\s*\S.*",
    "N3",
    json_types=("string", "integer"),
    hint='write the id of a proposition, as in `N3`, or a statement in quotes, as in `"exhaustive: cooperation rises"`',
)
STATEMENT = Word("a statement", example="cooperation rises")
TERM = Word("a term", example="capability(partner)")
VALUE = Word(
    "a value", r"[A-Za-z_][A-Za-z0-9_-]*", "strong", hint="write a value of the variable as the codebook spells it"
)
VALUE_NAME = Word(
    "the name of a value",
    NAME.pattern,
    "strong",
    hint="a value begins with a letter and goes on with letters, digits, `_` and `-`, as in `strong`",
)
CODED = Word(
    "a value",
    r"[A-Za-z_][A-Za-z0-9_-]*",
    "strong",
    hint="write a value of the variable, a list of values, or `missing`",
)
FILE = Word("a file name", example="references.bib")
TABLE_FILE = Word("a file name", example="coders/ann.csv")
KEY = Word("a key of the references", example="waltz1979")
FLAG = Word("true or false", choices=("true", "false"), json_types=("boolean",))
NUMBER = Word(
    "a number",
    r"[-+]?[0-9]{1,30}(\.[0-9]{1,30})?",
    "21.4",
    json_types=("number",),
    hint="write digits with a point before the decimals, as in `1234.5`; leave out what is not known",
)
PROBABILITY = Word(
    "a probability",
    NUMBER.pattern,
    "0.8",
    json_types=("number",),
    hint="write a number above 0 and at most 1, as in `0.8`",
)
ACTOR = Word("the name of an actor", json_types=("string", "number"))
YEAR = Word("a year", r"-?[0-9]{1,4}", "1993", json_types=("integer",), hint="write a year as a number, as in `1993`")
DATE = Word(
    "a date",
    r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?",
    "2010-09-22",
    json_types=("string", "integer"),
    hint="write YYYY, YYYY-MM or YYYY-MM-DD, as in `2010-09-22`",
)
EXPLAINED = Word("a term, or `change of` and a term", example="change of cooperation")

DESCRIPTION = Field("description", TEXT, "A longer text for readers")
SOURCES = Field("sources", FILE, "The BibTeX file with the references, seen from this file")
CODEBOOK_FILE = Field(
    "codebook", FILE, "The codebook, seen from this file, or the name of an installed one", required=True
)
LOCATOR = Field("locator", TEXT, "The page, section or table in the source")

VARIABLE = Record(
    "a variable",
    (
        Field("label", TEXT, "What reports call it"),
        Field("question", TEXT, "What a coder asks to find the value"),
        Field(
            "of",
            Many(OneOf((NAME, Many(NAME, at_least=1))), or_one=True, at_least=1),
            "The roles that may stand in its place, as in [state, partner]; for two places, a list of two lists",
        ),
        Field(
            "values",
            Many(VALUE_NAME, at_least=2, at_most=50),
            "The values, lowest first; no and yes where nothing is said",
        ),
        Field("theoretical", FLAG, "true: never coded in a case, fixed only by a theory's definitions"),
        Field("coding", Table(VALUE, TEXT), "The decision rule for each value"),
    ),
)
CODEBOOK = Record(
    "a codebook",
    (
        Field("codebook", NAME, "The name of the codebook", required=True),
        Field("title", TEXT, "What reports call it"),
        DESCRIPTION,
        Field("roles", Table(NAME, TEXT), "The roles that actors take, each with its meaning", required=True),
        Field(
            "variables",
            Table(NAME, VARIABLE),
            "The variables that theories speak of and cases are coded by",
            required=True,
        ),
    ),
    "The vocabulary that theories and cases share.",
)

CITATION = Record("a source", (Field("key", KEY, "The key of the work in the references", required=True), LOCATOR))
PROPOSITION = Record(
    "a proposition",
    (
        Field("id", ID, "A short name, such as N3", required=True),
        Field("name", TEXT, "What reports call it"),
        Field("claim", TEXT, "The proposition in one or two sentences for a reader who knows no logic"),
        Field("rule", RULE, "The proposition in the rule language", required=True),
        Field("role", Word("a role", choices=ROLES), "core where nothing is said; definitions also reach back in time"),
        Field(
            "holds",
            Word("`always` or `usually`", choices=("always", "usually")),
            "always where nothing is said; usually makes it a tendency",
        ),
        Field("source", CITATION, "Where the author says it"),
        Field("mechanism", TEXT, "Why the author expects it"),
    ),
)
THEORY = Record(
    "a theory",
    (
        Field("theory", NAME, "The name of the theory; its file is called the same", required=True),
        Field("title", TEXT, "What reports call it"),
        DESCRIPTION,
        CODEBOOK_FILE,
        Field("extends", Many(FILE, or_one=True), "The theory, or theories, whose propositions come first"),
        Field(
            "drop",
            Many(DROPPED, or_one=True),
            'Inherited propositions, by id, and exhaustive statements, as in "exhaustive: cooperation rises", that are '
            "left out",
        ),
        Field(
            "explains",
            Many(EXPLAINED, or_one=True, at_least=1),
            "What the theory explains: a term, or the change of one",
            required=True,
        ),
        Field("scope", RULE, "Where the theory claims to hold"),
        Field("exhaustive", Many(STATEMENT, or_one=True), "Statements for which the propositions name all causes"),
        Field("benchmark", FLAG, "true: a yardstick, shown apart from the rivals"),
        Field("built_on", Many(NAME, or_one=True), "Cases from which the theory was built: a fit there is no test"),
        SOURCES,
        Field(
            "propositions",
            Many(PROPOSITION, at_most=MAX_PROPOSITIONS),
            "The propositions, in the order of reports; a theory that only extends others needs none",
        ),
    ),
    "A set of propositions and what they explain.",
)

CONFIDENCE: Kind = OneOf((PROBABILITY, Table(VALUE, PROBABILITY)))
EVIDENCE = Record(
    "a piece of evidence",
    (
        Field("source", KEY, "The key of the source in the references", required=True),
        LOCATOR,
        Field("date", DATE, "When what it reports happened"),
        Field("says", TEXT, "A paraphrase of what the source reports, never a copied sentence"),
    ),
)
LONG_CODING = Record(
    "a coding",
    (
        Field(
            "value",
            Many(CODED, or_one=True, at_least=1),
            "One value, a list of values (contested), or `missing`",
            required=True,
        ),
        Field(
            "confidence",
            CONFIDENCE,
            "How sure the value is, above 0 and at most 1, or a probability for each value; 1 where nothing is said",
        ),
        Field("note", TEXT, "Why this value, in the coder's words"),
        Field("evidence", Many(EVIDENCE), "What the coding rests on"),
        Field("coder", TEXT, "Who coded it"),
    ),
)
CODING: Kind = OneOf((CODED, LONG_CODING, Many(CODED, at_least=1)))
CODINGS = Table(TERM, CODING, of_terms=True)
YEARS: Kind = Many(YEAR, or_one=True, at_least=1, at_most=2)

BASELINE = Record(
    "the baseline",
    (
        Field("label", TEXT, "What reports call it"),
        Field("years", YEARS, "The first and the last year"),
        Field("note", TEXT, "A remark for readers"),
        Field("codings", CODINGS, "The codings of the time before the first period"),
    ),
)
PERIOD = Record(
    "a period",
    (
        Field("id", ID, "A short name, such as decline", required=True),
        Field("label", TEXT, "What reports call it"),
        Field("years", YEARS, "The first and the last year"),
        Field("onset", DATE, "When the outcome of this period set in, if known"),
        Field("note", TEXT, "A remark for readers"),
        Field("codings", CODINGS, "The codings of this period"),
    ),
)
SERIES = Record(
    "a series",
    (
        Field("label", TEXT, "What reports call it"),
        Field("unit", TEXT, "The unit of the numbers"),
        Field("source", KEY, "The key of the source in the references"),
        LOCATOR,
        Field("note", TEXT, "A remark for readers"),
        Field("values", Table(YEAR, NUMBER), "The numbers by year", required=True),
    ),
)
CALIBRATION = Record(
    "a calibration",
    (
        Field("from", NAME, "The series that the codings derive from", required=True),
        Field("summary", Word("a summary", choices=SUMMARIES), "How a period's years become one number", required=True),
        Field(
            "at_least",
            Table(VALUE, NUMBER),
            "For each value but the lowest, the number from which it is given",
            required=True,
        ),
    ),
)
INDICATOR: Kind = OneOf((CALIBRATION, Table(ID, CODING)))
NAMED_READING = Record(
    "a named reading",
    (
        Field("label", TEXT, "What reports call it"),
        Field("note", TEXT, "Whose reading it is, and where it parts from the codings above"),
        Field(
            "codings",
            Table(PERIOD_ID, CODINGS),
            "For the id of a period, `baseline` or `throughout`, the codings that replace those of the case",
        ),
        Field(
            "from",
            TABLE_FILE,
            "A long table of codings (.csv, .xlsx, .parquet), seen from this file, in place of `codings`",
        ),
        Field("coder", TEXT, "Whose rows of that table, where it has several coders"),
    ),
)
EVENT = Record(
    "an event",
    (
        Field("date", DATE, "When it happened", required=True),
        Field("what", TEXT, "What happened, in one sentence", required=True),
        Field("source", KEY, "The key of the source in the references"),
        LOCATOR,
        Field("clue", RULE, "What it shows of the period it falls in, as a condition that theories are tested on"),
    ),
)
CASE = Record(
    "a case",
    (
        Field("case", NAME, "The name of the case; its file is called the same", required=True),
        Field("title", TEXT, "What reports call it"),
        DESCRIPTION,
        CODEBOOK_FILE,
        Field(
            "roles",
            Table(NAME, Many(ACTOR, or_one=True, at_least=1)),
            "The actor, or actors, in each role",
            required=True,
        ),
        SOURCES,
        Field(
            "periods_from",
            Word("how the periods were cut", choices=("outcome", "conditions", "calendar")),
            "How the periods were cut; `outcome` draws a caution",
        ),
        Field("baseline", BASELINE, "The time before the first period; the key alone makes a period 0"),
        Field("throughout", CODINGS, "Codings for every period, the baseline included"),
        Field("periods", Many(PERIOD, at_least=1, at_most=MAX_PERIODS), "The periods, in order", required=True),
        Field("series", Table(NAME, SERIES), "Numbers by year, for charts and for calibrated codings"),
        Field(
            "calibrate", Table(TERM, CALIBRATION, of_terms=True), "Codings derived from a series, with their cut points"
        ),
        Field(
            "indicators", Table(TERM, Table(NAME, INDICATOR), of_terms=True), "Other readings of the outcome, by name"
        ),
        Field(
            "readings",
            Table(NAME, NAMED_READING),
            "Alternatives to the codings, by name: the author's, a coder's, a critic's; `--reading NAME` judges by one",
        ),
        Field("events", Many(EVENT), "Dated events, for charts"),
    ),
    "What is observed: actors in roles, periods in order, codings with their evidence.",
)

MAX_LAG = 50
COLUMN = Word("a column", example="ccode1")
CELL = Word("what a cell says", example="1", json_types=("string", "number"))
COUNT = Word("a whole number", r"[0-9]{1,4}", "1", json_types=("integer",))
EXPRESSION = Word("an expression over columns", example="min(polity1, polity2)")
READING = Record(
    "a reading",
    (
        Field(
            "from", EXPRESSION, "The column, or the number made of columns by + - min max, that the values come from"
        ),
        Field("codes", Table(CELL, VALUE), "For what a cell says, the value; any other cell is missing"),
        Field("at_least", Table(VALUE, NUMBER), "For each value but the lowest, the number from which it is given"),
        Field("when", EXPRESSION, "The test over columns under which a yes/no term is yes"),
        Field("member", EXPRESSION, "The membership in yes, from 0 to 1: yes above 0.5, no below"),
        Field("lag", COUNT, "How many periods back the value is read; 0 where nothing is said"),
    ),
)
MAP = Record(
    "a map",
    (
        Field("map", NAME, "The name of the map", required=True),
        Field("title", TEXT, "What reports call it"),
        DESCRIPTION,
        Field(
            "case",
            Many(COLUMN, or_one=True, at_least=1),
            "The column, or columns, that tell cases apart",
            required=True,
        ),
        Field("named", Many(COLUMN, or_one=True), "The columns that reports show for a case instead"),
        Field("period", COLUMN, "The column, of whole numbers, that orders a case's rows", required=True),
        Field("step", COUNT, "How far apart neighbouring periods are; 1 where nothing is said"),
        Field("where", EXPRESSION, "The test that a row must pass to be read at all"),
        Field(
            "terms",
            Table(TERM, OneOf((EXPRESSION, READING)), of_terms=True),
            "How each term is read: a column, or a reading",
            required=True,
        ),
    ),
    "How the columns of a wide table become cases, periods and values.",
)

FILES: dict[str, Record] = {"codebook": CODEBOOK, "theory": THEORY, "case": CASE, "map": MAP}
