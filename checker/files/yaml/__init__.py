"""YAML with the place of every value: nodes, errors in plain words, edits that leave the rest as it was."""
