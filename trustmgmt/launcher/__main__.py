"""`python -m trustmgmt.launcher up | dev | federate | backup FILE | restore FILE`."""

import argparse
import os
import sys
from pathlib import Path

from trustmgmt.launcher.errors import LaunchError


def main(arguments: list[str]) -> int:
    """Every failure somebody can do something about is one sentence on stderr."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")
    try:
        return _do(options)
    except LaunchError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1


def _do(options: argparse.Namespace) -> int:
    from trustmgmt.launcher import backup, federate, up
    from trustmgmt.launcher.places import Places

    places = Places.of_clone(up.BASE_DIR)
    if options.command in {"up", "dev"}:
        return up.Run(places, reload=options.command == "dev").until_stopped()
    if options.command == "federate":
        return federate.until_stopped()
    work = backup.save if options.command == "backup" else backup.restore
    work(options.file, places)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m trustmgmt.launcher")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="start everything until Ctrl-C")
    commands.add_parser("dev", help="the same, and again whenever the code changes")
    commands.add_parser("federate", help="two or three sites of our own that speak with one another")
    commands.add_parser("backup", help="database, data and secret in one file").add_argument("file", type=Path)
    commands.add_parser("restore", help="put a backup back").add_argument("file", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
