"""Forecast a CSV from the command line."""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from pathlib import Path

from belvedere.engines.forecast.engine import forecast
from belvedere.engines.forecast.reading import read_period, read_table
from belvedere.engines.forecast.types import Break, ForecastError, ForecastTable

COLUMNS = ("unique_id", "step", "mean", "lo80", "hi80", "lo95", "hi95", "method")
PATIENCE = 200  # series beyond which a forecast lasts long enough to say so


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="belvedere engine forecast", description="Prévoit des séries de fréquentation, avec leurs intervalles."
    )
    parser.add_argument("series", type=Path, help="CSV unique_id,ds,y (virgules ou points-virgules)")
    parser.add_argument("--frequency", required=True, help="D jour, W semaine, M mois, Q trimestre, Y année")
    parser.add_argument("--horizon", required=True, type=int, help="nombre de périodes à prévoir")
    parser.add_argument("-o", "--output", required=True, type=Path, help="CSV à écrire")
    parser.add_argument(
        "--break",
        dest="breaks",
        action="append",
        default=[],
        metavar="DÉBUT:FIN",
        help="rupture ou fermeture, bornes comprises, par exemple 2020-03:2021-06 (répétable)",
    )
    parser.add_argument("--seed", type=int, default=0, help="graine du hasard (0 par défaut)")
    return parser


def _break(text: str, frequency: str) -> Break:
    start, _, end = text.partition(":")
    try:
        found = Break(read_period(start, frequency)[0], read_period(end, frequency)[0])
    except ValueError:
        raise ForecastError(f"--break « {text} » : écrivez DÉBUT:FIN, par exemple 2020-03:2021-06.") from None
    if found.end < found.start:
        raise ForecastError(f"--break « {text} » : la fin précède le début.")
    return found


def _write(table: ForecastTable, path: Path) -> None:
    """Atomically: a reader sees the old file or the whole new one."""
    columns = (table.mean, table.lo80, table.hi80, table.lo95, table.hi95)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(COLUMNS)
            for i, unique_id in enumerate(table.unique_id):
                figures = (
                    format(float(column[i]), ".6g") if abs(column[i]) < 1e5 else format(float(column[i]), ".2f")
                    for column in columns
                )
                writer.writerow([unique_id, int(table.step[i]), *figures, table.method[i]])
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _run(options: argparse.Namespace) -> int:
    frequency = options.frequency.upper()
    observations = read_table(options.series.read_bytes(), frequency)
    breaks = [_break(text, frequency) for text in options.breaks]
    count = len(set(observations.unique_id))
    if count >= PATIENCE:
        print(f"{count} séries à prévoir…", file=sys.stderr)
    table = forecast(observations, frequency, options.horizon, breaks=breaks, seed=options.seed)
    _write(table, options.output)
    for name, notes in table.notes.items():
        joined = "\u00a0; ".join(notes)
        print(f"{name}\u00a0: {joined}.", file=sys.stderr)
    for one in table.missing:
        print(f"{one.unique_id}\u00a0: pas assez de données ({one.reason}).", file=sys.stderr)
    return 1 if table.missing else 0


def main(argv: list[str] | None = None) -> int:
    """0: all forecast; 1: some series listed with what they lack; 2: refused in one sentence."""
    try:
        options = _parser().parse_args(argv)
        return _run(options)
    except ForecastError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        reason = "fichier introuvable" if isinstance(error, FileNotFoundError) else error.strerror
        print(f"{error.filename}\u00a0: {reason} ; vérifiez le chemin et les droits.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
