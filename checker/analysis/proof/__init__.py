"""Verdicts that anyone can verify: witnesses, proofs, and the check of both."""
