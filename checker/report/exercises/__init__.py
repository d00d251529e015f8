"""Exercises as sheets, and their solutions in words."""
