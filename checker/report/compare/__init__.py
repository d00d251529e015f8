"""The answers of `compare`, `discriminate`, `inspect` and `coders`."""
