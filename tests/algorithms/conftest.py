"""Properties: a fixed sample in every run; `pytest -m prove` draws the full count."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("sample", max_examples=25, derandomize=True, deadline=None, database=None)
settings.register_profile(
    "prove", max_examples=10_000, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("prove" if config.option.markexpr == "prove" else "sample")
