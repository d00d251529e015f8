"""Formal methods that know nothing of files, pages or verdicts.

In the context of questions that are sometimes one SAT call and sometimes all completions of a case,
facing no single representation that serves both, we decided on two engines with one meaning, SAT and
decision diagrams, accepting that each must be tested against the other.
"""
