"""Where studies are found, and how files are copied and written."""
