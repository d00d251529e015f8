"""The references that a file can cite, and the check of every key that it does cite."""

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
    said: bool = False

    def check(self, key: Scalar | None, problems: Problems) -> None:
        """Note a key without a reference; that there are no references at all is said once."""
        if key is None or self.unreadable:
            return
        if self.references is None:
            if not self.said:
                problems.at(
                    key,
                    "no-sources",
                    f"`{key.text}` is cited, but the file names no `sources`",
                    "add `sources: references.bib`",
                )
            self.said = True
        elif key.text not in self.references:
            problems.at(
                key,
                "unknown-source",
                f"`{key.text}` is no key of {self.file}",
                did_you_mean(key.text, self.references, f"add the work to {self.file}"),
            )
