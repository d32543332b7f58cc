"""The settings of the site, with the one page more of `bench.inbox`."""

from trustmgmt.settings import *  # noqa: F403 - settings are taken whole

ROOT_URLCONF = "bench.inbox_urls"
