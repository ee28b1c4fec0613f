"""``python -m belvedere.engines.hours schedule.json --at 2026-07-14T18:00``."""

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path

from .answers import next_opening, open_at
from .types import Schedule, ScheduleError
from .words import LANGUAGES, now_words, summary


def main(argv: list[str] | None = None) -> int:
    """0: said. 2: refused, in one sentence."""
    parser = argparse.ArgumentParser(prog="hours", description="Dit si un lieu est ouvert, et quand il ouvrira.")
    parser.add_argument("schedule", help="horaires en JSON, tels que la base les garde (- : entrée standard)")
    parser.add_argument("--at", required=True, help="moment, p. ex. 2026-07-14T18:00 (heure du lieu sans fuseau)")
    parser.add_argument("--language", choices=LANGUAGES, default="fr", help="langue des phrases")
    options = parser.parse_args(argv)
    try:
        at = datetime.fromisoformat(options.at)
    except ValueError:
        print(f"--at : date illisible « {options.at} », écrire par exemple 2026-07-14T18:00", file=sys.stderr)
        return 2
    try:
        raw = sys.stdin.read() if options.schedule == "-" else Path(options.schedule).read_text("utf-8")
        schedule = Schedule.from_dict(json.loads(raw))
    except (OSError, ValueError, RecursionError) as error:
        print(f"{options.schedule} : {_sentence(error)}", file=sys.stderr)
        return 2
    _say(schedule, at, options.language)
    return 0


def _sentence(error: Exception) -> str:
    if isinstance(error, ScheduleError):
        return str(error)
    if isinstance(error, OSError):
        return "fichier illisible ou introuvable, vérifier le chemin"
    return "ce n’est pas du JSON en UTF-8, vérifier le fichier"


def _say(schedule: Schedule, at: datetime, language: str) -> None:
    state = {True: "ouvert", False: "fermé", None: "inconnu"}[open_at(schedule, at)]
    ahead = next_opening(schedule, at)
    print(f"État : {state}")
    print(f"Prochaine ouverture : {ahead.isoformat() if ahead else 'aucune annoncée'}")
    print(f"En mots : {now_words(schedule, at, language)}")
    for line in summary(schedule, at.year, language):
        print(f"  {line}")


if __name__ == "__main__":
    sys.exit(main())
