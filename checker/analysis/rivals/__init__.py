"""Theories side by side and each on its own: critical tests, dominance, clues, severity, content and hygiene."""
