"""How firm a verdict is: distance, criticality, by source, other readings, and how sure a coding must be."""
