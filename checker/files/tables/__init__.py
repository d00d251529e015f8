"""Tables: CSV, spreadsheets, and wide tables with millions of rows."""
