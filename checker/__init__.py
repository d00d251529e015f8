"""A formal checker for theory testing in International Relations.

The floors of the house, from the bottom up; each uses the ones below it and never one above:

    problems    what is wrong in a file: where, what, and how to put it right
    logic       the rule language: propositions as formulas
    study       codebook, theory and case as data
    engine      formal methods: satisfiability, decision diagrams, proofs
    analysis    the questions of theory testing, each a function from a study to a result
    report      what a reader sees        files       what a reader writes
    app         use cases that the two faces below share
    cli         the command `checker`       api         the same for Python and notebooks: the names below

Nothing is loaded before it is used, so that `import checker` costs next to nothing.

>>> import checker
>>> answer = checker.judge("belarus-iran", "neorealism")
>>> answer.rows[2]["period"], answer.rows[2]["leading"]
('rise', 'contradicted')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checker.api import (
        Answer,
        InvalidStudy,
        Study,
        compare,
        discriminate,
        explain,
        inspect,
        judge,
        page,
        read_study,
        robust,
        survey,
    )

__all__ = [
    "Answer",
    "InvalidStudy",
    "Study",
    "compare",
    "discriminate",
    "explain",
    "inspect",
    "judge",
    "page",
    "read_study",
    "robust",
    "survey",
]


def __getattr__(name: str) -> Any:
    """A public name, loaded when it is first asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module `checker` has no name `{name}`; its names are {', '.join(__all__)}")
    from checker import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
