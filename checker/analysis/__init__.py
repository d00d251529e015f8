"""The questions of theory testing.

In the context of verdicts that others must be able to check, facing analyses that build on each other,
we decided on pure functions from a study to a frozen result, accepting that what is dear to compute is
computed where it is asked for and kept nowhere.
"""
