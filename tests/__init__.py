"""The tests: they mirror the checker, and hold its verdicts against a slow and obvious oracle."""
