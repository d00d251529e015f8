"""The answers of `survey`, and of import and export."""
