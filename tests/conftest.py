"""How the tests run: the slow ones first; the random ones from fixed seeds on the build server, else from new ones."""

import os

import pytest
from hypothesis import HealthCheck, settings

_PATIENT = [HealthCheck.too_slow]  # the machine may be busy with other work

settings.register_profile("random", deadline=None, suppress_health_check=_PATIENT, print_blob=True)
settings.register_profile("fixed", settings.get_profile("random"), derandomize=True)
settings.register_profile("quick", settings.get_profile("random"), max_examples=20)
settings.load_profile("fixed" if os.environ.get("CI") else "random")

# No long test is to begin when the other processes have finished.
_SLOW = (
    "in_browser",
    "page_laid_out",
    "robust_texts",
    "test_verdict_against_oracle",
    "test_documentation",
    "cli/test_",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow files first, otherwise in the order of the files."""
    items.sort(key=lambda item: not any(part in item.nodeid for part in _SLOW))
