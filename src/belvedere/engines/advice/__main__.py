"""`python -m belvedere.engines.advice trip.json -o route.json`: compose an itinerary from a file."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from .itinerary import solve
from .jsonio import route_of, trip_of
from .toptw import read_toptw
from .types import Trip, TripError
from .verify import faults
from .warm import warm_up

# The work of a budget takes about half of it here; the clock only steps in on a machine far slower or busier.
CPU_PATIENCE, WALL_PATIENCE = 2, 6


def main(argv: list[str] | None = None) -> int:
    """0 done, 1 done with demands that could not be kept (listed), 2 refused."""
    options = _parser().parse_args(argv)
    try:
        trip = _read(options)
        if not 0 < options.budget <= 3600:
            raise TripError("--budget", "il faut de 0,01 à 3600 secondes")
        # The budget goes to the question, not to the compiler.
        warm_up()
        began, worked = time.perf_counter(), time.process_time()

        def late() -> bool:
            spent = time.process_time() - worked
            budget = float(options.budget)
            return spent > CPU_PATIENCE * budget or time.perf_counter() - began > WALL_PATIENCE * budget

        if options.budget > 2:
            print(f"Calcul en cours, {options.budget:g}\u00a0s au plus…", file=sys.stderr)
        plan = solve(trip, budget=options.budget, seed=options.seed, stop=late)
        seconds = time.perf_counter() - began
        broken = faults(trip, plan)
        if broken:
            raise RuntimeError(broken[0])
        _write(json.dumps(route_of(plan, seconds), ensure_ascii=False, indent=1) + "\n", options.output)
    except TripError as error:
        print(f"Refusé\u00a0: {options.file}, {error.place}\u00a0: {error.reason}.", file=sys.stderr)
        return 2
    except OSError as error:
        place = error.filename or options.file
        print(
            f"Refusé\u00a0: {place}\u00a0: fichier illisible ou non inscriptible ({error.strerror}).", file=sys.stderr
        )
        return 2
    for unmet in plan.unmet:
        print(unmet.sentence, file=sys.stderr)
    return 1 if plan.unmet else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="advice", description="Compose une journée ou un séjour à partir d’un fichier."
    )
    parser.add_argument("file", type=Path, help="séjour en JSON, ou instance publiée avec --toptw")
    parser.add_argument("-o", "--output", type=Path, help="fichier JSON écrit (sortie standard par défaut)")
    parser.add_argument("--budget", type=float, default=2.0, metavar="SECONDES", help="temps de calcul (2)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="graine\u00a0: même graine, même réponse (0)")
    parser.add_argument("--toptw", type=int, metavar="M", help="lire une instance TOPTW publiée, M jours")
    parser.add_argument("--decimals", type=int, metavar="D", help="décimales gardées des distances (TOPTW)")
    return parser


def _read(options: argparse.Namespace) -> Trip:
    if options.toptw is not None:
        if not 1 <= options.toptw <= 31:
            raise TripError("--toptw", "il faut de 1 à 31 jours")
        return read_toptw(options.file, options.toptw, options.decimals)
    try:
        return trip_of(json.loads(options.file.read_text(encoding="utf-8")))
    except json.JSONDecodeError as error:
        raise TripError(f"ligne {error.lineno}, colonne {error.colno}", "ce n’est pas du JSON") from None
    except UnicodeDecodeError:
        raise TripError("contenu", "le fichier n’est pas en UTF-8") from None
    except RecursionError:
        raise TripError("contenu", "le JSON est imbriqué trop profondément") from None


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(output)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


if __name__ == "__main__":
    sys.exit(main())
