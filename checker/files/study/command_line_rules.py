"""Rules and terms that are given on the command line, read against a codebook."""

from __future__ import annotations

import re

from checker.files.study.rules import read_rule
from checker.files.yaml.nodes import Scalar
from checker.files.yaml.offsets import Problems
from checker.files.yaml.source import Source
from checker.logic.formula import Formula, Term
from checker.logic.grammar import RuleSyntaxError, parse_term
from checker.problems import InvalidStudy
from checker.study.codebook import Codebook
from checker.study.vocabulary import term_fault

ASKED = "the command line"


def asked_rule(text: str, codebook: Codebook) -> Formula:
    """The formula of a rule; raises InvalidStudy."""
    problems = Problems()
    rule = read_rule(Scalar(text, "", 1, 1, 0, len(text), Source(ASKED, text)), codebook, problems)
    if rule is None:
        raise InvalidStudy(problems)
    return rule.formula


def asked_term_or_rule(text: str, codebook: Codebook) -> Term | Formula:
    """A term of the codebook that stands alone, else a rule; raises InvalidStudy."""
    try:
        term = parse_term(text)
    except RuleSyntaxError:
        return asked_rule(text, codebook)
    return asked_rule(text, codebook) if term_fault(term, codebook) is not None else term


def column_name(text: str) -> str:
    """A name that statistical software takes, made of a term or a rule.

    >>> column_name("capability(partner)"), column_name("cooperation is at least moderate")
    ('capability_partner', 'cooperation_is_at_least_moderate')
    """
    return re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_")
