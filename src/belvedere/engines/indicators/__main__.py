"""`python -m belvedere.engines.indicators YEAR.csv -o indicators.json`: one row a period, one column an input."""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from pathlib import Path
from typing import Any

from belvedere.engines.indicators.reckon import Figures, figures
from belvedere.engines.indicators.registry import INDICATORS, Indicator
from belvedere.engines.indicators.units import IndicatorError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="belvedere engine indicators", description="Calcule les indicateurs que permettent les colonnes d’un CSV."
    )
    parser.add_argument("file", type=Path, nargs="?", help="CSV : une ligne par période, une colonne par grandeur")
    parser.add_argument("-o", "--output", type=Path, help="JSON écrit (sinon la sortie)")
    parser.add_argument("--definitions", action="store_true", help="écrit les définitions au lieu de calculer")
    return parser


def _columns(path: Path) -> dict[str, list[float]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    out: dict[str, list[float]] = {}
    for line, row in enumerate(rows, start=2):
        for name, cell in row.items():
            try:
                out.setdefault(str(name), []).append(float(cell) if cell else float("nan"))
            except ValueError:
                if any(name in one.inputs for one in INDICATORS):
                    raise IndicatorError(
                        f"{path}, ligne {line}, colonne « {name} » : « {cell} » n’est pas un nombre."
                    ) from None
    return out


def _answers(columns: dict[str, list[float]]) -> dict[str, Any]:
    out = {}
    for one in INDICATORS:
        if set(one.inputs) <= set(columns):
            answer = one.reckon({name: _given(one, name, columns) for name in one.inputs})
            out[one.key] = {
                "value": answer.value, "unit": one.unit, "have": answer.have, "wanted": answer.wanted,
                "reasons": list(answer.reasons),
            }  # fmt: skip
    if not out:
        raise IndicatorError("Aucune colonne ne porte le nom d’une grandeur connue ; voyez --definitions.")
    return out


def _given(one: Indicator, name: str, columns: dict[str, list[float]]) -> Figures:
    return figures(columns[name], one.inputs[name])


def _definitions() -> list[dict[str, Any]]:
    names = ("key", "name", "unit", "definition", "formula", "origin")
    return [{name: getattr(one, name) for name in names} | {"inputs": dict(one.inputs)} for one in INDICATORS]


def main(argv: list[str] | None = None) -> int:
    """Reckon; 0 done, 2 refused with one sentence on stderr."""
    args = _parser().parse_args(argv)
    try:
        if not args.definitions and args.file is None:
            raise IndicatorError("Indiquez le CSV des grandeurs, ou --definitions.")
        found = _definitions() if args.definitions else _answers(_columns(args.file))
        text = json.dumps(found, ensure_ascii=False, indent=1)
        if args.output is None:
            print(text)
        else:
            draft = args.output.with_name(args.output.name + ".part")
            draft.write_text(text + "\n", encoding="utf-8")
            os.replace(draft, args.output)
    except IndicatorError as error:
        print(error, file=sys.stderr)
        return 2
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        print(f"{args.file} : fichier illisible ({error}) ; vérifiez-le.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
