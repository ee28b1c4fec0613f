"""`python -m belvedere.engines.flows DELIVERY.zip -o FOLDER`; `--od` for an INSEE matrix, `--ask` for a question."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from belvedere.engines.flows import od, queries, store
from belvedere.engines.flows.disclosure import THRESHOLD, Dimension, publish
from belvedere.engines.flows.families import UNITS
from belvedere.engines.flows.reading import Zones
from belvedere.engines.flows.secrecy import SecrecyError
from belvedere.engines.flows.units import FlowsError

# a question and the two columns of its answer
QUESTIONS: dict[str, tuple[Callable[[Any, queries.Scope], Any], tuple[str, str]]] = {
    "origines": (queries.origins, ("zone", "origin")),
    "entre-zones": (queries.between_zones, ("zone", "other")),
    "jours": (lambda facts, scope: queries.over_time(facts, scope, "day"), ("period", "zone")),
}
LONG = 2.0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="belvedere engine flows", description="Importe une livraison de forme Flux Vision, ou l’interroge."
    )
    parser.add_argument("delivery", type=Path, nargs="?", help="livraison zip, ou matrice CSV avec --od")
    parser.add_argument("-o", "--output", type=Path, required=True, help="dossier des faits, ou Parquet avec --od")
    parser.add_argument("--zones", type=Path, help="correspondance CSV nom;premiere_annee;derniere_annee;zone")
    parser.add_argument("--od", action="store_true", help="lire une matrice origine-destination de l’INSEE")
    parser.add_argument("--ask", choices=QUESTIONS, help="question à poser aux faits du dossier (CSV sur la sortie)")
    parser.add_argument("--family", default="nuitee", help="famille interrogée")
    parser.add_argument("--moment", default="", help="soir ou veille, pour les fichiers de mobilité")
    parser.add_argument("--zone", action="append", default=[], help="zone à garder (répétable)")
    parser.add_argument("--first", help="premier jour, 2024-07-01")
    parser.add_argument("--last", help="dernier jour, compris")
    parser.add_argument("--threshold", type=int, default=THRESHOLD, help="compte minimal publié")
    return parser


def _zones(path: Path | None) -> Zones:
    if path is None:
        return Zones()
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))
    try:
        return Zones(tuple((name, int(first), int(last), zone) for name, first, last, zone in rows[1:]))
    except ValueError:
        raise FlowsError(f"{path} : chaque ligne doit être nom;premiere_annee;derniere_annee;zone.") from None


def _import(args: argparse.Namespace) -> int:
    began = time.monotonic()

    def progress(name: str) -> None:
        if time.monotonic() - began > LONG:
            print(f"… {name}", file=sys.stderr)

    data = args.delivery.read_bytes()
    summary = store.import_delivery(data, args.output, zones=_zones(args.zones), progress=progress)
    print(json.dumps(asdict(summary), ensure_ascii=False, indent=1))
    for fault in summary.faults:
        print(fault, file=sys.stderr)
    return 1 if summary.faults else 0


def _matrix(args: argparse.Namespace) -> int:
    table = od.read_od(args.delivery.read_bytes())
    draft = args.output.with_name(args.output.name + ".part")
    pq.write_table(table, draft, compression="zstd")
    os.replace(draft, args.output)
    print(json.dumps({"flux": len(table), "volume": sum(table["volume"].to_pylist())}))
    return 0


def _day(text: str | None, option: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        raise FlowsError(f"{option} : date « {text or ''} » illisible ; écrivez 2024-07-31.") from None


def _ask(args: argparse.Namespace) -> int:
    first, last = _day(args.first, "--first"), _day(args.last, "--last")
    scope = queries.Scope(args.family, first, last, tuple(args.zone), moment=args.moment)
    ask, keys = QUESTIONS[args.ask]
    answer = ask(store.open_facts(args.output, first, last), scope).to_pyarrow()
    plain = pa.table([*(answer[key].cast(pa.string()) for key in keys), answer["volume"]], [*keys, "volume"])
    guarded = publish(plain, [_dimension(key, args.family) for key in keys], threshold=args.threshold).table
    writer = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
    writer.writerow(guarded.column_names)
    writer.writerows(zip(*(column.to_pylist() for column in guarded.columns), strict=True))
    return 0


def _dimension(key: str, family: str) -> Dimension:
    unit = UNITS[family]
    adds = {"zone": unit.adds_over_zones, "period": unit.adds_over_days}
    return Dimension(key, adds=adds.get(key, True))


def main(argv: list[str] | None = None) -> int:
    """Import, read a matrix or answer; 0 done, 1 with failed items, 2 refused with one sentence on stderr."""
    args = _parser().parse_args(argv)
    try:
        if args.ask:
            return _ask(args)
        if args.delivery is None:
            raise FlowsError("Indiquez la livraison à importer, ou une question avec --ask.")
        return _matrix(args) if args.od else _import(args)
    except (FlowsError, SecrecyError) as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:
        return 0
    except OSError as error:
        print(f"{error.filename} : fichier inaccessible ({error.strerror}) ; vérifiez le chemin.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
