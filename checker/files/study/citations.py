"""The references of a file, and a check of every key that it cites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.files.study.bibtex import Reference
from checker.files.yaml.nodes import Scalar
from checker.files.yaml.offsets import Problems
from checker.problems import did_you_mean


@dataclass
class Sources:
    """References by key; None where the file names none, `unreadable` where they could not be read."""

    references: Mapping[str, Reference] | None = None
    file: str = ""
    unreadable: bool = False
    reported: bool = False

    def check(self, key: Scalar | None, problems: Problems) -> None:
        """Report a key without a reference; report only once that the file names no references."""
        if key is None or self.unreadable:
            return
        if self.references is None:
            if not self.reported:
                problems.at(
                    key,
                    "no-sources",
                    f"`{key.text}` is cited, but the file names no `sources`",
                    "add `sources: references.bib`",
                )
            self.reported = True
        elif key.text not in self.references:
            problems.at(
                key,
                "unknown-source",
                f"`{key.text}` is no key of {self.file}",
                did_you_mean(key.text, self.references, f"add the work to {self.file}"),
            )
