"""Set-theoretic methods (QCA): fit, truth tables, the evaluation of a theory."""
