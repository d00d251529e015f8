"""The only sentences: verdicts in words, the answer to a case, labels, numbers, conditions, notation."""
