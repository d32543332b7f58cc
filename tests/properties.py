"""Properties: a fixed sample of each in every run, the full count in `make prove`."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("sample", max_examples=25, derandomize=True, deadline=None, database=None)
settings.register_profile(
    "prove", max_examples=1_000, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("prove" if config.option.markexpr == "prove" else "sample")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A property is a test of `make prove` too, with more examples."""
    if config.option.markexpr != "prove":
        return
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.prove)
