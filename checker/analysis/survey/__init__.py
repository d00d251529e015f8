"""Large N: one compiled period walked over millions of rows."""
