"""The page of `report` and the appendix of a paper."""
