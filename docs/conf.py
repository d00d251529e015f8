"""How the pages are made: Sphinx reads the Markdown by MyST. `python run_checks.py` builds them, warnings as errors."""

from importlib.metadata import version as installed_version

project = "checker"
author = "the checker authors"
project_copyright = author
release = version = installed_version("theorychecker")

extensions = ["myst_parser"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
nitpicky = True

html_theme = "furo"
html_title = f"checker {version}"
html_show_copyright = False
html_copy_source = False

# No network is asked for anything: neither while the pages are made nor by a page that is read.
highlight_language = "none"
