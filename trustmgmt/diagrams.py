"""The states of things as diagrams, drawn from the tables the code looks up: `python -m trustmgmt.diagrams`.

Each app with a `states.py` that holds `TRANSITIONS` has a chapter in docs/states.md; its first state is where things
begin, and `STEPS` beside the table says each step in words. A test fails when the page is not what the tables say.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import django
from django.apps import apps
from django.db.models import TextChoices
from django.utils import translation

PAGE = Path(__file__).resolve().parent.parent / "docs" / "states.md"
HEAD = """\
# States

Drawn by `make diagrams` from the transition tables that the code looks up: a step that is not here is refused with a
sentence. Change the table, then draw again.
"""


@dataclass(frozen=True, slots=True)
class Table:
    """One transition table: what is written in `apps/<app>/states.py`."""

    app: str
    transitions: Mapping[TextChoices, frozenset[TextChoices]]
    steps: Mapping[tuple[TextChoices, TextChoices], str]

    @property
    def kind(self) -> type[TextChoices]:
        """The states it is about."""
        return type(next(iter(self.transitions)))

    def arrows(self) -> Iterator[tuple[TextChoices, TextChoices]]:
        """Every step, in the order of the states."""
        for old in self.kind:
            yield from ((old, new) for new in self.kind if new in self.transitions[old])


def tables() -> list[Table]:
    """All of the project, by app."""
    named = sorted(config.name for config in apps.get_app_configs() if config.name.startswith("apps."))
    modules = [import_module(f"{name}.states") for name in named if find_spec(f"{name}.states")]
    return [Table(m.__name__.split(".")[1], m.TRANSITIONS, m.STEPS) for m in modules if hasattr(m, "TRANSITIONS")]


def page() -> str:
    """All of docs/states.md."""
    with translation.override("en"):
        return "\n".join([HEAD, *(_chapter(table) for table in tables())])


def _chapter(table: Table) -> str:
    name = table.kind.__name__.removesuffix("State")
    about = (table.kind.__doc__ or "").strip()
    source = f"`{table.kind.__name__}` in `apps/{table.app}/states.py`"
    return f"## {name}\n\n{about} {source}.\n\n{_diagram(table)}\n{_words(table)}"


def _diagram(table: Table) -> str:
    states = [f"    {state.value} : {state.label}" for state in table.kind]
    arrows = [f"    {old.value} --> {new.value}" for old, new in table.arrows()]
    ends = [f"    {state.value} --> [*]" for state in table.kind if not table.transitions[state]]
    begin = f"    [*] --> {next(iter(table.transitions)).value}"
    return "\n".join(["```mermaid", "stateDiagram-v2", *states, begin, *arrows, *ends, "```", ""])


def _words(table: Table) -> str:
    lines = [f"| {old.label} | {new.label} | {table.steps[old, new]} |" for old, new in table.arrows()]
    return "\n".join(["| from | to | when |", "|---|---|---|", *lines, ""])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(Path.cwd()) if PAGE.is_relative_to(Path.cwd()) else PAGE}: {len(tables())} diagrams")  # noqa: T201
