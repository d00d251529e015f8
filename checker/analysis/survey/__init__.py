"""Large N: one compiled period evaluated over millions of rows."""
