"""``./belvedere manage …``: Django's own commands."""

import importlib

from . import cli


def main(arguments: list[str]) -> int:
    cli.prepare_django()
    importlib.import_module("django.core.management").execute_from_command_line(["belvedere manage", *arguments])
    return 0
