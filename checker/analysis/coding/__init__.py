"""Coders and their codings: agreement, what each leads to, and what to code next."""
