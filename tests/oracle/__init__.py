"""The slow, obvious oracle: semantics.md, sections 1 to 4, by writing out the truth table.

It shares the data model with the checker and nothing else: no grounding, no rewriting, no engine.
Every formula is read over complete worlds, which give a value to each term-period that matters. A
completion or a draw fixes the observable ones; its verdict is read off the worlds that agree with it.
A quotation in a comment is from semantics.md. What tests use stands in tests/truth_table.py.

    formulas    a formula over a world          instances   what a theory says at t, and what is used
    table       the cell as coded               draws       probability and leading verdict
    record      all periods of a case together  judgements  all of it, and as JSON
"""
