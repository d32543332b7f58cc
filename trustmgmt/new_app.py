"""`make new-app NAME=… ABOVE=…`: the rooms of an app and its place among the floors.

A floor is a decision, so it must be named: the app may then import ABOVE and all below it.
"""

import argparse
import keyword
import re
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

APP = '''"""{title}: what it answers for, in one sentence."""

from django.apps import AppConfig


class {title}Config(AppConfig):
    name = "apps.{name}"
    label = "{name}"
'''


def make(base_dir: Path, name: str, above: str) -> list[str]:
    """Write the files, put the app on its floor; what was touched."""
    _check(base_dir, name, above)
    title = name.replace("_", " ").title().replace(" ", "")
    for directory in (f"apps/{name}", f"templates/{name}", f"tests/{name}"):
        (base_dir / directory).mkdir(parents=True)
    (base_dir / f"apps/{name}/__init__.py").touch()
    (base_dir / f"tests/{name}/__init__.py").touch()
    (base_dir / f"apps/{name}/apps.py").write_text(APP.format(name=name, title=title))
    _insert(base_dir / "trustmgmt/settings.py", f'    "apps.{above}",\n', f'    "apps.{name}",\n', after=True)
    _insert(base_dir / "pyproject.toml", _floor(base_dir, above), f'  "apps.{name}",\n', after=False)
    return [f"apps/{name}", f"templates/{name}", f"tests/{name}", "trustmgmt/settings.py", "pyproject.toml"]


def _check(base_dir: Path, name: str, above: str) -> None:
    if not re.fullmatch(r"[a-z][a-z_]*", name) or keyword.iskeyword(name):
        raise SystemExit(f"NAME must be a noun in lower case, such as NAME=juries, not {name!r}.")
    if (base_dir / "apps" / name).exists():
        raise SystemExit(f"apps/{name} exists already.")
    if not (base_dir / "apps" / above / "__init__.py").exists() or not above:
        raise SystemExit(f"ABOVE must name the app on the floor below, such as ABOVE=posts, not {above!r}.")


def _floor(base_dir: Path, above: str) -> str:
    """The line of the import contract that names this floor, alone or with neighbours."""
    for line in (base_dir / "pyproject.toml").read_text().splitlines(keepends=True):
        if re.match(rf'  "[^"]*\bapps\.{above}\b[^"]*",$', line.rstrip("\n")):
            return line
    raise SystemExit(f"apps.{above} stands on no floor in pyproject.toml.")


def _insert(path: Path, line: str, new: str, *, after: bool) -> None:
    text = path.read_text()
    if line not in text:
        raise SystemExit(f"{path.name} has no line {line.strip()}: add {new.strip()} by hand.")
    path.write_text(text.replace(line, line + new if after else new + line, 1))


def main(arguments: list[str]) -> int:
    """Print what was made."""
    parser = argparse.ArgumentParser(prog="python -m trustmgmt.new_app")
    parser.add_argument("name")
    parser.add_argument("--above", default="")
    options = parser.parse_args(arguments)
    sys.stdout.write("\n".join(make(BASE_DIR, options.name, options.above)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
