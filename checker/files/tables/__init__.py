"""Tables as they come: text, spreadsheets, wide tables with millions of rows."""
