"""To and from other programs: imported codings, REFI-QDA, bibliographies, templates, exercises."""
