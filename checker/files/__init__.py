"""Reading and writing files: from what scholars write to a study, and back.

In the context of files that scholars write by hand, facing mistakes that must be shown where they
stand, we decided to keep the place of every value and to collect all problems of all files in one
run, accepting our own small reader above the YAML parser's events.
"""
