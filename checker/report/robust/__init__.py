"""The answer of `robust`."""
