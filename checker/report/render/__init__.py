"""Documents in every format: text, Markdown, LaTeX, HTML, Word; what goes into each is escaped for it."""
