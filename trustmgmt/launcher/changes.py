"""What `make dev` watches: code and catalogues, by their time of change."""

from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

WATCHED = ("apps/**/*.py", "trustmgmt/**/*.py")
LOOK_EVERY = 1.0


@dataclass
class Changes:
    """Remembers what was there at the last look."""

    base_dir: Path
    times: dict[Path, float] = field(default_factory=dict)
    next_look: float = 0.0

    def __post_init__(self) -> None:
        self.times = self._now()

    def since_last_look(self) -> Path | None:
        """One file that changed, appeared or went; None most of the time."""
        if monotonic() < self.next_look:
            return None
        before, self.times = self.times, self._now()
        self.next_look = monotonic() + LOOK_EVERY
        changed = before.items() ^ self.times.items()
        return next(iter(changed))[0].relative_to(self.base_dir) if changed else None

    def _now(self) -> dict[Path, float]:
        found = {}
        for pattern in WATCHED:
            for path in self.base_dir.glob(pattern):
                try:
                    found[path] = path.stat().st_mtime
                except FileNotFoundError:
                    continue
        return found
