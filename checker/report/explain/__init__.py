"""The answer of `explain` and of `certify`."""
