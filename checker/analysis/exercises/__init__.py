"""Small studies from a seed, with the right answers."""
