"""``./belvedere test``: everything that must hold, on both databases, in a real browser.

Two lanes run side by side, one a core; what a step prints is shown whole once it ends.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from belvedere.config import frontend
from belvedere.config.bootstrap import ROOT, VENV, say

from . import browser, postgres

#: pytest's own code for « no test collected ».
NOTHING_COLLECTED = 5
PYTEST = (sys.executable, "-m", "pytest")
#: Every step imports the same packages: compiled once, and beside the sources even where Python may not write there.
BYTECODE = VENV / "bytecode"
#: Arguments that are ours; anything else narrows the run and goes to pytest.
OWN = ("--fast", "-h", "--help")


@dataclass(frozen=True)
class Step:
    """``check`` writes what it has to say into the file and returns whether all is well."""

    name: str
    check: Callable[[IO[str]], bool]


def main(arguments: list[str]) -> int:
    if not frontend.built(say):
        return 1
    if arguments and arguments[0] not in OWN:
        return subprocess.run([*PYTEST, *arguments], cwd=ROOT).returncode
    parser = argparse.ArgumentParser(
        prog="belvedere test",
        description="Lance toutes les vérifications. Tout autre argument (un chemin, -k…) est passé tel quel à pytest.",
    )
    parser.add_argument("--fast", action="store_true", help="sans navigateur ni PostgreSQL")
    options = parser.parse_args(arguments)
    failed = walk(lanes(fast=options.fast))
    if failed:
        say(f"En échec : {', '.join(failed)}.")
    return 1 if failed else 0


def lanes(*, fast: bool) -> list[list[Step]]:
    computing = [Step("Style et types", style), Step("Tests des moteurs", engines)]
    serving = [Step("Tests des salles et de la maison", rooms)]
    if not fast:
        computing.append(Step("Tests des salles sur PostgreSQL", on_postgres))
        serving.append(Step("Parcours dans un navigateur", journeys))
    return [computing, serving]


def walk(both: list[list[Step]]) -> list[str]:
    """Runs the lanes; returns the names of the steps that failed."""
    with ThreadPoolExecutor(len(both)) as pool:
        return [name for names in pool.map(run_lane, both) for name in names]


def run_lane(steps: list[Step]) -> list[str]:
    return [step.name for step in steps if not run(step)]


def run(step: Step) -> bool:
    start = time.monotonic()
    say(f"… {step.name}")
    with tempfile.TemporaryFile("w+") as told:
        passed = step.check(told)
        told.seek(0)
        verdict = "réussi" if passed else "EN ÉCHEC"
        sys.stdout.write(f"\n== {step.name} : {verdict} en {time.monotonic() - start:.0f} s\n{told.read()}\n")
        sys.stdout.flush()
    return passed


def call(told: IO[str], *command: object, **environment: str) -> int:
    told.flush()
    words = [str(word) for word in command]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    where = {"PYTHONPYCACHEPREFIX": str(BYTECODE)} | environment
    return subprocess.run(words, cwd=ROOT, stdout=told, stderr=told, env=kept | where).returncode


def style(told: IO[str]) -> bool:
    programs = Path(sys.executable).parent
    outcomes = [
        call(told, programs / "ruff", "check", "--output-format", "concise"),
        call(told, programs / "ruff", "format", "--check"),
        call(told, programs / "mypy", "--no-error-summary"),
        call(told, programs / "lint-imports"),
        call(told, frontend.node_folder() / "node", frontend.TYPESCRIPT, "--noEmit", "-p", frontend.FOLDER),
    ]
    return not any(outcomes)


def engines(told: IO[str]) -> bool:
    return call(told, *PYTEST, "tests/engines") == 0


def rooms(told: IO[str]) -> bool:
    return call(told, *PYTEST, "-m", "not journey", "--ignore", "tests/engines") == 0


def on_postgres(told: IO[str]) -> bool:
    """The rooms' tests on the other database; left aside with one line where no server can be had."""
    if os.environ.get("DATABASE_URL"):
        told.write("DATABASE_URL est donnée : les tests des salles tournent déjà sur cette base.\n")
        return True
    with postgres.server() as address:
        if address is None:
            told.write("PostgreSQL est introuvable et ne peut être installé ici : ces tests sont laissés de côté.\n")
            return True
        return call(told, *PYTEST, "-m", "not journey", "tests/rooms", "tests/kit", DATABASE_URL=address) == 0


def journeys(told: IO[str]) -> bool:
    if browser.find() is None:
        told.write("Aucun Chromium ici et il ne peut être installé : les parcours sont laissés de côté.\n")
        return True
    return call(told, *PYTEST, "-m", "journey", "tests/journeys") in (0, NOTHING_COLLECTED)
