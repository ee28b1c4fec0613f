"""``python -m belvedere.engines.journeys journey.json --starts 2026-03-27T20:00``."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .plan import read_plan
from .types import Cap, Kind, Plan, PlanError, Quiet, Rules
from .walk import simulate

WORDS = {"waited": "attente finie", "yes": "oui", "no": "non", "letter": "lettre"}


def main(argv: list[str] | None = None) -> int:
    """0: said. 2: refused, in one sentence."""
    parser = argparse.ArgumentParser(prog="journeys", description="Dit ce qu’un parcours ferait à quelqu’un, et quand.")
    parser.add_argument("journey", help="parcours en JSON : steps, zone, quiet, caps (- : entrée standard)")
    parser.add_argument("--starts", required=True, help="entrée dans le parcours, p. ex. 2026-03-27T20:00")
    parser.add_argument("--yes", nargs="*", default=[], help="conditions tenues pour vraies ; les autres sont fausses")
    options = parser.parse_args(argv)
    try:
        raw = sys.stdin.read() if options.journey == "-" else Path(options.journey).read_text("utf-8")
        plan, rules = _read(json.loads(raw))
        starts = datetime.fromisoformat(options.starts)
    except (OSError, ValueError, KeyError, OverflowError) as error:
        print(f"{options.journey} : {_sentence(error)}", file=sys.stderr)
        return 2
    if starts.tzinfo is None:
        starts = starts.replace(tzinfo=rules.zone)
    for moment, passed in simulate(plan, starts, rules, answers=dict.fromkeys(options.yes, True)):
        name = plan.steps[passed.key].letter if plan.steps[passed.key].kind is Kind.LETTER else passed.key
        print(f"{moment.astimezone(rules.zone).isoformat(timespec='minutes')}  {WORDS[passed.outcome]}  {name}")
    return 0


def _read(raw: Any) -> tuple[Plan, Rules]:
    if not isinstance(raw, Mapping):
        raise PlanError("le parcours est un objet JSON avec « steps ».")
    quiet = raw.get("quiet")
    hours = Quiet(time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1])) if quiet else None
    caps = tuple(Cap(int(one["letters"]), int(one["days"])) for one in raw.get("caps", ()))
    if any(cap.letters < 1 or cap.days < 1 for cap in caps):
        raise PlanError("un plafond est d’au moins une lettre en au moins un jour.")
    return read_plan(raw.get("steps")), Rules(ZoneInfo(str(raw.get("zone", "Europe/Paris"))), hours, caps)


def _sentence(error: Exception) -> str:
    if isinstance(error, PlanError):
        return str(error)
    if isinstance(error, OSError):
        return "fichier illisible ou introuvable, vérifier le chemin"
    if isinstance(error, KeyError):
        return "fuseau inconnu ou plafond incomplet, écrire par exemple Europe/Paris et {letters, days}"
    return "JSON ou date illisible, vérifier le fichier et --starts (2026-03-27T20:00)"


if __name__ == "__main__":
    sys.exit(main())
