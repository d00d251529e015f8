"""The data model of a study.

In the context of files written by hand and tables written by machines, facing analyses that must not
care which it was, we decided on frozen dataclasses with every reference resolved and every rule
parsed, accepting that reading a study does all its checks at once.
"""
