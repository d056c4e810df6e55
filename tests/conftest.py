"""What all tests share: how Hypothesis looks for counterexamples."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# No property is about time, and a busy machine is no counterexample. CI tries the same values every time.
settings.register_profile(
    "tpaudit", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("tpaudit")
