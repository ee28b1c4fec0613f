"""`python -m belvedere.engines.impact panel.csv --unit T --start DATE --end DATE -o effect.json`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import numpy as np

from belvedere.engines.impact.measure import measure
from belvedere.engines.impact.panel import parse_day, read_panel
from belvedere.engines.impact.report import as_json
from belvedere.engines.impact.types import Context, ImpactError, Window


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="belvedere engine impact",
        description="Effet d’un événement sur la fréquentation avec son intervalle à 95 %%, ou le refus motivé.",
    )
    parser.add_argument("panel", type=Path, help="CSV unit,date,value : l’unité touchée et ses témoins possibles")
    parser.add_argument("--unit", required=True, help="unité où l’événement a lieu")
    parser.add_argument("--start", required=True, help="premier jour, 2024-07-05 ou 05/07/2024")
    parser.add_argument("--end", required=True, help="dernier jour, compris")
    parser.add_argument("-o", "--output", type=Path, required=True, help="fichier JSON à écrire")
    parser.add_argument(
        "--neighbour", action="append", default=[], metavar="U", help="voisine où mesurer le débordement"
    )
    parser.add_argument("--control", action="append", default=[], metavar="U", help="seule zone témoin à utiliser")
    parser.add_argument(
        "--event", action="append", default=[], metavar="U:DÉBUT:FIN", help="autre événement connu, n’importe où"
    )
    parser.add_argument("--break", action="append", default=[], dest="breaks", metavar="DATE", help="rupture de mesure")
    return parser


def _date(text: str, where: str) -> np.datetime64:
    try:
        return parse_day(text)
    except ValueError:
        raise ImpactError(f"{where} : date « {text} » illisible ; écrivez 2024-07-31 ou 31/07/2024.") from None


def _event(text: str) -> Window:
    parts = text.rsplit(":", 2)
    if len(parts) != 3:
        raise ImpactError(f"--event « {text} » : écrivez UNITÉ:DÉBUT:FIN.")
    return Window(parts[0], _date(parts[1], "--event"), _date(parts[2], "--event"))


def _run(args: argparse.Namespace) -> None:
    panel = read_panel(args.panel.read_bytes().decode("utf-8-sig"))
    event = Window(args.unit, _date(args.start, "--start"), _date(args.end, "--end"))
    for unit in (*args.neighbour, *args.control):
        panel.column(unit)
    context = Context(
        events=tuple(_event(text) for text in args.event),
        neighbours=tuple(args.neighbour),
        controls=tuple(args.control) or None,
        breaks=tuple(_date(text, "--break") for text in args.breaks),
    )
    answer = as_json(measure(panel, event, context))
    draft = args.output.with_name(args.output.name + ".part")
    draft.write_text(json.dumps(answer, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    os.replace(draft, args.output)


def main(argv: list[str] | None = None) -> int:
    """Run the engine on files; 0 done, 2 refused with one sentence on stderr."""
    args = _parser().parse_args(argv)
    try:
        _run(args)
    except ImpactError as error:
        print(error, file=sys.stderr)
        return 2
    except UnicodeDecodeError as error:
        print(f"{args.panel} : octet {error.start} illisible ; enregistrez le fichier en UTF-8.", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename} : fichier inaccessible ({error.strerror}) ; vérifiez le chemin.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
