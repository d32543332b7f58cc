"""A new app gets its rooms and its floor, or a sentence."""

import shutil
import tomllib

import pytest

from trustmgmt import new_app


@pytest.fixture
def house(tmp_path, pytestconfig):
    for place in ("pyproject.toml", "trustmgmt/settings.py", "apps/posts/__init__.py", "apps/live/__init__.py"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(pytestconfig.rootpath / place, tmp_path / place)
    return tmp_path


@pytest.mark.parametrize(("above", "floor"), [("posts", "apps.posts"), ("live", "apps.live | apps.gate")])
def test_it_stands_on_the_floor_above_the_one_named(house, above, floor):
    new_app.make(house, "juries", above)

    layers = tomllib.loads((house / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
    assert layers[layers.index(floor) - 1] == "apps.juries"
    assert '    "apps.juries",\n' in (house / "trustmgmt/settings.py").read_text()
    assert (house / "apps/juries/apps.py").exists()
    assert (house / "tests/juries/__init__.py").exists()


@pytest.mark.parametrize(
    ("name", "above"), [("Juries", "posts"), ("", "posts"), ("posts", "posts"), ("juries", ""), ("juries", "x")]
)
def test_what_cannot_be_made_is_refused(house, name, above):
    with pytest.raises(SystemExit, match=r"must|exists"):
        new_app.make(house, name, above)
