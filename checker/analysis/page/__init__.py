"""All that the page on a case shows, computed once."""
