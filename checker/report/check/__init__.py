"""The answer of `check`: terminal.py draws its cells, tables.py writes them for papers and programs."""
