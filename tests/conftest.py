"""How the random tests run: from fixed seeds on the build server, from new ones everywhere else."""

import os

from hypothesis import HealthCheck, settings

_PATIENT = [HealthCheck.too_slow]  # the machine may be busy with other work

settings.register_profile("random", deadline=None, suppress_health_check=_PATIENT, print_blob=True)
settings.register_profile("fixed", settings.get_profile("random"), derandomize=True, max_examples=200)
settings.register_profile("quick", settings.get_profile("random"), max_examples=20)
settings.load_profile("fixed" if os.environ.get("CI") else "random")
