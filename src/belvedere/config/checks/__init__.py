"""``./belvedere test``: everything that must hold, on both databases, in a real browser."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from belvedere.config import frontend
from belvedere.config.bootstrap import ROOT, say

from . import browser, postgres

#: pytest's own code for « no test collected ».
NOTHING_COLLECTED = 5


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="belvedere test", description="Lance toutes les vérifications.")
    parser.add_argument("--fast", action="store_true", help="sans navigateur ni PostgreSQL")
    parser.add_argument("only", nargs="*", help="arguments passés à pytest (des chemins, par exemple)")
    options, extra = parser.parse_known_args(arguments)
    if options.only or extra:
        return pytest([*options.only, *extra])
    steps = [("Style et types", style), ("Interface", interface), ("Tests", fast_tests)]
    if not options.fast:
        steps += [("Tests des salles sur PostgreSQL", on_postgres), ("Parcours dans un navigateur", journeys)]
    failed = [name for name, step in steps if not run(name, step)]
    if failed:
        say(f"En échec : {', '.join(failed)}.")
    return 1 if failed else 0


def run(name: str, step: Callable[[], bool]) -> bool:
    start = time.monotonic()
    say(f"\n== {name}")
    passed = step()
    say(f"== {name} : {'réussi' if passed else 'EN ÉCHEC'} en {time.monotonic() - start:.0f} s")
    return passed


def call(*command: str) -> bool:
    return subprocess.run(command, cwd=ROOT).returncode == 0


def pytest(arguments: list[str], **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment).returncode


def style() -> bool:
    tools = (
        (sys.executable, "-m", "ruff", "check", "--output-format", "concise"),
        (sys.executable, "-m", "ruff", "format", "--check", "--quiet"),
        (sys.executable, "-m", "mypy", "--no-error-summary"),
        (str(Path(sys.executable).parent / "lint-imports"), "--no-logo"),
    )
    outcomes = [call(*tool) for tool in tools]
    return all(outcomes)


def interface() -> bool:
    """Builds the front end and checks its types."""
    try:
        frontend.build(say)
        node = frontend.node_folder()
    except frontend.BuildFailed as error:
        say(str(error))
        return False
    return call(str(node / "node"), str(frontend.FOLDER / "node_modules" / "typescript" / "bin" / "tsc"),
                "--noEmit", "-p", str(frontend.FOLDER))  # fmt: skip


def fast_tests() -> bool:
    return pytest(["-m", "not journey"]) == 0


def on_postgres() -> bool:
    """The rooms' tests on the other database; skipped with one line where no server can be had."""
    if os.environ.get("DATABASE_URL"):
        say("DATABASE_URL est donnée : les tests viennent de tourner sur cette base.")
        return True
    with postgres.server() as address:
        if address is None:
            say("PostgreSQL est introuvable et ne peut pas être installé ici : ces tests sont laissés de côté.")
            return True
        return pytest(["-m", "not journey", "tests/rooms", "tests/kit"], DATABASE_URL=address) == 0


def journeys() -> bool:
    if browser.find() is None:
        say("Aucun navigateur Chromium ici et il ne peut pas être installé : les parcours sont laissés de côté.")
        return True
    return pytest(["-m", "journey"]) in (0, NOTHING_COLLECTED)
