"""Command of the engine: ``python -m belvedere.engines.meetings day.json -o plan.json``."""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from .check import certified, faults
from .form import meeting_rows, plan_form, read_day
from .tables import plan_csv, read_folder
from .types import Day, MeetingsError, Progress

REFUSED = 2


def main(argv: list[str] | None = None) -> int:
    """Runs the command; 0 done, 1 when a checked plan breaks a rule, 2 when refused."""
    options = _options().parse_args(argv)
    try:
        return _run(options)
    except MeetingsError as error:
        print(error, file=sys.stderr)
        return REFUSED


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="belvedere engine meetings", description="Planifie une journée de rencontres, la prouve, la répare."
    )
    parser.add_argument("day", type=Path, help="journée en JSON, dossier de CSV, ou instance publiée .dzn")
    parser.add_argument("-o", "--output", type=Path, help="plan en JSON, ou en CSV si le nom finit par .csv")
    parser.add_argument("--budget", type=float, help="effort, en secondes d’une machine ordinaire (10, .dzn : 60)")
    parser.add_argument("--seed", type=int, default=0, help="graine : même entrée, même graine, même plan")
    parser.add_argument("--objective", choices=("stack", "value", "holes"), default="value", help="but (value)")
    parser.add_argument("--slots", type=int, default=22, help="nombre de créneaux d’un dossier de CSV (22)")
    parser.add_argument("--curve", action="store_true", help="courbe changements contre valeur d’une réparation")
    parser.add_argument("--check", type=Path, metavar="PLAN", help="vérifie ce plan sans rien calculer d’autre")
    return parser


def _run(options: argparse.Namespace) -> int:
    if options.budget is None:
        options.budget = 60.0 if options.day.suffix == ".dzn" else 10.0
    if not options.budget > 0:
        raise MeetingsError("--budget : un nombre de secondes positif est attendu.")
    if options.day.suffix == ".dzn":
        return _published(options)
    day = read_day(read_folder(options.day, options.slots) if options.day.is_dir() else _json(options.day))
    if options.check:
        return _check(day, _json(options.check))
    form = _planned(day, options)
    text = plan_csv(form) if options.output and options.output.suffix == ".csv" else _dump(form)
    _write(options.output, text)
    if form["status"] == "infeasible":
        print(form.get("why", ""), file=sys.stderr)
        return 1
    return 0


def _planned(day: Day, options: argparse.Namespace) -> dict[str, Any]:
    start = time.perf_counter()
    say = _reporter(start)
    from .repair import repair  # noqa: PLC0415 - solvers load only when a plan is wanted
    from .solve import solve  # noqa: PLC0415

    if not day.announced:
        plan = solve(day, objective=options.objective, budget=options.budget, seed=options.seed, progress=say)
        return plan_form(plan, time.perf_counter() - start)
    mended = repair(day, budget=options.budget, seed=options.seed, curve=options.curve, progress=say)
    form = plan_form(mended.plan, time.perf_counter() - start)
    form["repair"] = {
        "kept": mended.kept,
        "fewest": mended.fewest,
        "changed": meeting_rows(mended.changed),
        "added": meeting_rows(mended.added),
        "full_value_bound": mended.full_value_bound,
        "curve": [{"changes": point.changes, "value": point.value} for point in mended.curve],
    }
    return form


def _published(options: argparse.Namespace) -> int:
    from .dzn import read_dzn  # noqa: PLC0415
    from .holes import fewest_holes  # noqa: PLC0415

    start = time.perf_counter()
    instance = read_dzn(_text(options.day))
    answer = fewest_holes(instance, budget=options.budget, seed=options.seed, progress=_reporter(start))
    form = answer.form(instance) | {"seconds": round(time.perf_counter() - start, 3)}
    _write(options.output, _dump(form))
    return 0


def _check(day: Day, plan: Any) -> int:
    found = faults(day, plan)
    for fault in found:
        print(fault, file=sys.stderr)
    proof = certified(day, plan)
    if proof is not None and not found:
        print(f"Aucune règle enfreinte. Valeur {plan['value']:g}, borne {plan['bound']:g}, borne recalculée {proof:g}.")
    elif not found:
        print("Aucune règle enfreinte. Le plan ne porte pas de certificat : la borne n’a pas été revérifiée.")
    return 1 if found else 0


def _reporter(start: float) -> Progress:
    """Says on stderr how far it is, once two seconds have passed."""

    def say(message: str) -> None:
        if time.perf_counter() - start > 2.0:
            print(f"{time.perf_counter() - start:6.1f} s  {message}", file=sys.stderr, flush=True)

    return say


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise MeetingsError(f"{path} : fichier illisible ({error.strerror}), vérifiez son nom.") from error
    except UnicodeDecodeError as error:
        raise MeetingsError(f"{path} : ce fichier n’est pas du texte UTF-8, enregistrez-le ainsi.") from error


def _json(path: Path) -> Any:
    try:
        return json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise MeetingsError(f"{path} : JSON invalide ligne {error.lineno}, colonne {error.colno}.") from error


def _dump(form: Any) -> str:
    return json.dumps(form, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path | None, text: str) -> None:
    """Whole or not at all: a temporary file beside, then a rename."""
    if path is None:
        sys.stdout.write(text)
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise MeetingsError(f"{path} : écriture impossible ({error.strerror}), choisissez un autre dossier.") from error


if __name__ == "__main__":
    sys.exit(main())
