"""``./belvedere test``: everything that must hold, on both databases and both engines of facts, in a real browser.

A few steps run side by side; what a step prints is shown whole once it ends. What comes over the network is fetched
while the engines, which need none of it, compile and leave their code to every later step.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from belvedere.config import frontend
from belvedere.config.bootstrap import ROOT, VENV, say

from . import browser, postgres, spark

#: pytest's own code for « no test collected ».
NOTHING_COLLECTED = 5
PYTEST = (sys.executable, "-m", "pytest")
#: Spark has a step of its own, which installs it.
WHOLE = ("-m", "not spark")
QUICK = ("-m", "not slow and not spark")
ON_DATABASE = ("-m", "django_db and not spark")
#: Every step imports the same packages: compiled once, and beside the sources even where Python may not write there.
BYTECODE = VENV / "bytecode"
#: There as soon as the tests have been looked through.
COLLECTED = BYTECODE.joinpath(*ROOT.parts[1:], "tests")
#: Arguments that are ours; anything else narrows the run and goes to pytest.
OWN = ("--fast", "-h", "--help")
#: Steps at a time: two cores have the others' waits to fill (a page that settles, a database that answers).
WORKERS = 4
ROOMS = ("tests/rooms", "tests/kit")
#: The rooms where people work all day are half of the rooms' tests; their journeys, half of the journeys. Each half
#: goes beside the other, journeys with a server of their own: they wait more than they work.
OF_WORK = ("tests/rooms/contacts", "tests/rooms/desk", "tests/rooms/meetings")
AT_WORK = tuple(f"tests/journeys/test_{name}.py" for name in ("contacts", "desk", "meeting_day", "meetings"))
#: Held by whoever fetches what the tests need: the others wait, then find it there.
FETCHING = threading.Lock()


@dataclass(frozen=True)
class Step:
    """``check`` writes what it has to say into the file and returns whether all is well."""

    name: str
    check: Callable[[IO[str]], bool]


def main(arguments: list[str]) -> int:
    if arguments and arguments[0] not in OWN:
        if not frontend.built(say):
            return 1
        return subprocess.run([*PYTEST, *arguments], cwd=ROOT).returncode
    parser = argparse.ArgumentParser(
        prog="belvedere test",
        description="Lance toutes les vérifications. Tout autre argument (un chemin, -k…) est passé tel quel à pytest.",
    )
    parser.add_argument("--fast", action="store_true", help="sans navigateur, ni PostgreSQL, ni Spark, ni tests lents")
    options = parser.parse_args(arguments)
    failed = walk(steps(fast=options.fast))
    if failed:
        say(f"En échec : {', '.join(failed)}.")
    return 1 if failed else 0


def steps(*, fast: bool) -> list[Step]:
    """The longest first, once they find what they need: whoever is free takes the next one, and all end together."""
    kept = QUICK if fast else WHOLE
    slow = [
        Step("Parcours du métier dans un navigateur", partial(journeys, among=AT_WORK)),
        Step("Autres parcours", partial(journeys, among=("tests/journeys", *left_out(*AT_WORK)))),
        Step("Tests des salles sur PostgreSQL", on_postgres),
    ]
    return [
        Step("Tests des moteurs", partial(engines, kept=kept)),
        *([] if fast else slow),
        Step("Tests des salles du métier", partial(rooms, kept=kept, among=OF_WORK)),
        Step("Tests des autres salles", partial(rooms, kept=kept, among=(*ROOMS, *left_out(*OF_WORK)))),
        Step("Tests de la maison", partial(house, kept=kept)),
        *([] if fast else [Step("Faits et flux sur Spark", on_spark)]),
        Step("Style et types", style),
    ]


def left_out(*paths: str) -> list[str]:
    return [word for path in paths for word in ("--ignore", path)]


def walk(queue: list[Step]) -> list[str]:
    """Runs the steps; returns the names of those that failed."""
    with ThreadPoolExecutor(WORKERS) as pool:
        passed = list(pool.map(run, queue))
    return [step.name for step, well in zip(queue, passed, strict=True) if not well]


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
    """Exit code; what the command and its children took of the processor is written after what it says."""
    told.flush()
    words = [str(word) for word in command]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    where = {"PYTHONPYCACHEPREFIX": str(BYTECODE)} | environment
    process = subprocess.Popen(words, cwd=ROOT, stdout=told, stderr=told, env=kept | where)
    _, status, spent = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    told.seek(0, os.SEEK_END)
    told.write(f"{spent.ru_utime + spent.ru_stime:.0f} s de processeur\n")
    return process.returncode


def fetched(*programs: Callable[[], object]) -> bool:
    """Whether the front end is built; looks for these programs too, and leaves all that tests import compiled. One step
    at a time: the next finds all there."""
    with FETCHING:
        if not COLLECTED.exists():
            with Path(os.devnull).open("w") as nowhere:
                call(nowhere, *PYTEST, "--collect-only")
        for find in programs:
            find()
        return frontend.built(say)


def style(told: IO[str]) -> bool:
    programs = Path(sys.executable).parent
    outcomes = [
        call(told, programs / "ruff", "check", "--output-format", "concise"),
        call(told, programs / "ruff", "format", "--check"),
        call(told, programs / "mypy", "--no-error-summary"),
        call(told, programs / "lint-imports"),
    ]
    if not fetched():
        return False
    outcomes.append(call(told, frontend.node_folder() / "node", frontend.TYPESCRIPT, "--noEmit", "-p", frontend.FOLDER))
    return not any(outcomes)


def engines(told: IO[str], *, kept: tuple[str, ...]) -> bool:
    """First of all they are compiled in one process: whoever needs them meanwhile would compile them too."""
    call(told, sys.executable, "-c", "from belvedere.config import warming; warming.main()")
    return call(told, *PYTEST, *kept, "tests/engines") == 0


def rooms(told: IO[str], *, kept: tuple[str, ...], among: tuple[str, ...]) -> bool:
    return fetched() and call(told, *PYTEST, *kept, *among) == 0


def house(told: IO[str], *, kept: tuple[str, ...]) -> bool:
    """The house's own rules, and whatever folder of tests no other step names."""
    aside = left_out("tests/engines", "tests/rooms", "tests/kit", "tests/journeys")
    return fetched() and call(told, *PYTEST, *kept, *aside) == 0


def on_postgres(told: IO[str]) -> bool:
    """The rooms' tests that reach the database, on the other one; left aside with one line where none can be had."""
    if os.environ.get("DATABASE_URL"):
        told.write("DATABASE_URL est donnée : les tests des salles tournent déjà sur cette base.\n")
        return True
    if not fetched(postgres.find):
        return False
    with postgres.server() as address:
        if address is None:
            told.write("PostgreSQL est introuvable et ne peut être installé ici : ces tests sont laissés de côté.\n")
            return True
        return call(told, *PYTEST, *ON_DATABASE, *ROOMS, DATABASE_URL=address) == 0


def on_spark(told: IO[str]) -> bool:
    """The same questions of the facts on Spark as on DuckDB, answers compared."""
    if not fetched(spark.find):
        return False
    if not spark.find():
        told.write("Spark ou Java 17 ne sont pas là ni ne s’installent : la comparaison est laissée de côté.\n")
        return True
    files = [file for file in (ROOT / "tests").rglob("test_*.py") if "pytest.mark.spark" in file.read_text()]
    return call(told, *PYTEST, "-m", "spark", *files, JDK_JAVA_OPTIONS=spark.BRIEFLY) == 0


def journeys(told: IO[str], *, among: tuple[str, ...]) -> bool:
    if not fetched(browser.find):
        return False
    if browser.find() is None:
        told.write("Aucun Chromium ici et il ne peut être installé : les parcours sont laissés de côté.\n")
        return True
    return call(told, *PYTEST, "-m", "journey", *among) in (0, NOTHING_COLLECTED)
