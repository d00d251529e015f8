"""The slow, obvious oracle: semantics.md, sections 1 to 4, by writing out the truth table.

It shares the data model with the checker and nothing else: no grounding, no rewriting, no engine.
Every formula is read over complete worlds, which give a value to each term-period that matters;
every verdict is read off the rows of the table that agree with the codings. A quotation in a
comment is from semantics.md. What tests use stands in tests/truth_table.py.
"""
