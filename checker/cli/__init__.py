"""The command line: one function per command, each read -> analyse -> render -> exit.

In the context of users who do not program, facing a dozen analyses, we decided on one command for
each question they ask, accepting that options with the same meaning are declared once and shared.
"""

from __future__ import annotations

import click

from checker.cli import authoring, checking, exchanging, explaining, reporting, surveying, teaching, weighing
from checker.cli.running import Group


@click.group("checker", cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="theorychecker", prog_name="checker")
def main() -> None:
    """Does this theory fit this case, and how do you know?

    \b
    A first answer:      checker check belarus-iran
    What is installed:   checker list
    """


for part in (checking, explaining, weighing, surveying, reporting, exchanging, authoring, teaching):
    for command in part.COMMANDS:
        main.add_command(command)
