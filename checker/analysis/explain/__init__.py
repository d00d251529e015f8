"""Why: what excludes what happened, step by step (derivation.py), what would have to change (repairs.py), what the theory
forbids (falsifiers.py), and what each proposition did (standing.py, contributions.py)."""
