"""How firm a verdict is: distance, criticality, by source, other readings of the case, and how sure a coding must be."""
