"""Logs are for machines: one JSON object a line."""

import json
import logging
from logging.config import DictConfigurator

from trustmgmt.logs import configure


def test_a_line_is_one_json_object_with_its_level_and_time():
    record = logging.LogRecord("test", logging.WARNING, __file__, 1, "plain %s", ("line",), None)
    line = json.loads(_formatter().format(record))

    assert line["level"] == "warning"
    assert line["event"] == "plain line"
    assert line["timestamp"].endswith("Z")


def _formatter():
    return DictConfigurator(configure()).configure_formatter(configure()["formatters"]["json"])
