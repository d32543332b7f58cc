"""Commands go down, news comes up: also through foreign keys, reverse accessors and templates."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
FLOOR = {
    name.strip(" ()").removeprefix("apps."): height
    for height, layer in enumerate(reversed(LAYERS))
    for name in layer.split("|")
}
OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("apps.")]
MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_a_foreign_key_never_points_to_a_floor_above(model):
    for field in model._meta.get_fields():
        if field.concrete and field.related_model and field.related_model._meta.app_label in FLOOR:
            assert FLOOR[field.related_model._meta.app_label] <= FLOOR[model._meta.app_label], field


def accessors_from_above(label):
    for model in apps.get_app_config(label).get_models():
        for relation in model._meta.related_objects:
            above = relation.related_model._meta.app_label
            name = relation.get_accessor_name()
            if name and above in FLOOR and FLOOR[above] > FLOOR[label]:
                yield name, above


def accessors_from_below(label):
    for model in MODELS:
        for relation in model._meta.related_objects:
            if FLOOR.get(relation.related_model._meta.app_label, 99) <= FLOOR[label]:
                yield relation.get_accessor_name()


@pytest.mark.parametrize("label", OURS)
def test_an_app_never_reaches_up_through_a_reverse_accessor(label):
    files = [*(ROOT / "apps" / label).rglob("*.py"), *(ROOT / "templates" / label).rglob("*.html")]
    sources = {f: f.read_text() for f in files if "migrations" not in f.parts}
    own = set(accessors_from_below(label))
    for name, above in accessors_from_above(label):
        if name in own:
            continue  # the same word names something on a floor it may call
        for file, source in sources.items():
            assert not re.search(rf"\.{name}\b", source), f"{file.name} reaches {above} through .{name}"


@pytest.mark.parametrize("label", OURS)
def test_a_template_only_takes_in_templates_of_floors_below(label):
    for file in (ROOT / "templates" / label).rglob("*.html"):
        for taken in re.findall(r"{%\s*(?:include|extends)\s+[\"']([\w-]+)/", file.read_text()):
            assert FLOOR.get(taken, 0) <= FLOOR[label], f"{file.name} takes in {taken}"


def test_every_app_stands_on_a_floor():
    assert set(OURS) <= set(FLOOR)
