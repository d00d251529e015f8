"""What a reader sees.

In the context of one result shown on a terminal, a page and in a paper, facing wordings that drift
apart, we decided that all sentences come from one floor that takes results and never the engine,
accepting that a result must carry all that a sentence needs.
"""
