"""From files to a study: codebook, theories with what they inherit, cases with their codings, references."""
