"""The fields of a case in finer periods: a file that takes from another case all that it does not say itself."""

from __future__ import annotations

from checker.files.schema.declarations import CODING, DESCRIPTION, FILE, ID, MAX_PERIODS, NAME, PERIOD, TERM, TEXT
from checker.files.schema.kinds import Field, Many, Record, Table, Word

FINER_CASE = Record(
    "a case in finer periods",
    (
        Field("case", NAME, "The name of the case; its file is called the same", required=True),
        Field("title", TEXT, "What reports call it"),
        DESCRIPTION,
        Field(
            "based_on",
            FILE,
            "The case that all else is taken from, seen from this file, or the name of one that is installed",
            required=True,
        ),
        Field(
            "periods_from",
            Word("how the periods were cut", choices=("outcome", "conditions", "calendar")),
            "How the finer periods were cut; as in the other case where nothing is said",
        ),
        Field(
            "periods",
            Many(PERIOD, at_least=1, at_most=MAX_PERIODS),
            "The periods that one of the other case falls into, with their years; each takes over the codings that it "
            "does not give itself",
            required=True,
        ),
        Field(
            "indicators",
            Table(TERM, Table(NAME, Table(ID, CODING)), of_terms=True),
            "Codings of the finer periods by an indicator of the other case",
        ),
    ),
    "Another case with some of its periods cut finer: roles, series, events and all codings are those of that case, "
    "unless a finer period gives its own.",
)
