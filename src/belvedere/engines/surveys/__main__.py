"""``python -m belvedere.engines.surveys answers.csv --nps recommande -o scores.json``: one line a sheet."""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .raking import rake
from .scores import mean, nps, response, satisfied, worst
from .types import Estimate, Margin, SurveyError
from .weighted import bootstrap, share

YES = {"1", "oui", "o", "yes", "y", "vrai", "true"}
NO = {"0", "non", "n", "no", "faux", "false"}
Rows = list[dict[str, str]]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="belvedere engine surveys",
        description="Note une enquête et redresse un échantillon, marges d’erreur dites.",
    )
    parser.add_argument("file", type=Path, help="CSV : une ligne par questionnaire")
    parser.add_argument("--nps", action="append", default=[], metavar="COLONNE", help="notes de 0 à 10")
    parser.add_argument("--csat", action="append", default=[], metavar="COLONNE", help="notes de 1 à 5")
    parser.add_argument("--share", action="append", default=[], metavar="COLONNE", help="oui ou non")
    parser.add_argument("--margins", type=Path, help="CSV : caractère, modalité, part (en %%)")
    parser.add_argument("--population", type=int, help="combien auraient pu répondre")
    parser.add_argument("--asked", type=int, help="combien ont été sollicités")
    parser.add_argument("--draws", type=int, default=0, help="intervalles des parts par tant de tirages")
    parser.add_argument("--seed", type=int, default=1, help="graine des tirages")
    parser.add_argument("-o", "--output", type=Path, help="JSON écrit (sinon la sortie)")
    return parser


def _read(path: Path) -> Rows:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            head = handle.readline()
            handle.seek(0)
            rows = list(csv.DictReader(handle, delimiter=";" if head.count(";") >= head.count(",") else ","))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SurveyError(f"{path} : fichier illisible ({error}) ; vérifiez-le.") from error
    if not rows:
        raise SurveyError(f"{path} : aucune ligne après les titres.")
    return [{str(name).strip(): (cell or "").strip() for name, cell in row.items()} for row in rows]


def _column(rows: Rows, name: str, path: Path) -> list[str]:
    if name not in rows[0]:
        raise SurveyError(f"{path} : pas de colonne « {name} ».")
    return [row[name] for row in rows]


def _marks(cells: list[str], name: str, failed: list[str], lowest: int, highest: int) -> list[float]:
    """Empty cells are questions left out; others that are no mark are failed items."""
    found = []
    for line, cell in enumerate(cells, start=2):
        try:
            mark = float(cell.replace(",", ".")) if cell else None
        except ValueError:
            mark = -1.0
        if mark is not None and not lowest <= mark <= highest:
            failed.append(f"ligne {line}, colonne « {name} » : « {cell} » n’est pas une note de {lowest} à {highest}")
        elif mark is not None:
            found.append(mark)
    return found


def _margins(path: Path) -> list[Margin]:
    found: dict[str, dict[str, float]] = {}
    for line, row in enumerate(_read(path), start=2):
        cells = list(row.values())
        try:
            found.setdefault(cells[0], {})[cells[1]] = float(cells[2].rstrip(" %").replace(",", ".")) / 100
        except (IndexError, ValueError):
            raise SurveyError(f"{path}, ligne {line} : il faut un caractère, une modalité et une part.") from None
    return [Margin(name, shares) for name, shares in found.items()]


def _said(cells: list[str], name: str, path: Path) -> list[bool]:
    for line, cell in enumerate(cells, start=2):
        if cell.lower() not in YES | NO:
            raise SurveyError(f"{path}, ligne {line}, colonne « {name} » : « {cell} » n’est ni oui ni non.")
    return [cell.lower() in YES for cell in cells]


def _plain(estimate: Estimate) -> dict[str, Any]:
    return {name: None if value != value else value for name, value in asdict(estimate).items()}


def _weighted(args: argparse.Namespace, rows: Rows) -> dict[str, Any]:
    margins = _margins(args.margins) if args.margins else [Margin("tous", {"": 1.0})]
    raking = rake(rows, margins)
    found = {}
    for name in args.share:
        said = _said(_column(rows, name, args.file), name, args.file)
        if args.draws:
            found[name] = _plain(bootstrap(said, rows, margins, seed=args.seed, draws=args.draws))
        else:
            found[name] = _plain(share(said, raking, population=args.population))
    about = ("rounds", "trimmed", "gap", "design_effect", "effective")
    weighting = {name: getattr(raking, name) for name in about} if args.margins else {}
    return {"shares": found, "weighting": weighting}


def _reckon(args: argparse.Namespace, failed: list[str]) -> dict[str, Any]:
    rows = _read(args.file)
    if not (args.nps or args.csat or args.share):
        raise SurveyError("Indiquez au moins une colonne : --nps, --csat ou --share.")
    found: dict[str, Any] = {"answers": len(rows)}
    if args.asked is not None:
        heard = response(args.asked, len(rows))
        found["response"] = asdict(heard)
    for name in args.nps:
        marks = _marks(_column(rows, name, args.file), name, failed, 0, 10)
        found.setdefault("nps", {})[name] = _plain(nps(marks, population=args.population))
    for name in args.csat:
        marks = _marks(_column(rows, name, args.file), name, failed, 1, 5)
        happy = satisfied(marks, population=args.population)
        told = {
            "mean": _plain(mean(marks, lowest=1, highest=5, population=args.population)),
            "satisfied": _plain(happy),
        }
        if args.asked is not None and happy.value is not None:
            told["worst"] = {"edges": worst(happy.value, found["response"]["rate"])}
        found.setdefault("csat", {})[name] = told
    return found | (_weighted(args, rows) if args.share else {})


def main(argv: list[str] | None = None) -> int:
    """0 done, 1 done but for marks listed on stderr, 2 refused with one sentence."""
    args = _parser().parse_args(argv)
    failed: list[str] = []
    try:
        text = json.dumps(_reckon(args, failed), ensure_ascii=False, indent=1)
        if args.output is None:
            print(text)
        else:
            draft = args.output.with_name(args.output.name + ".part")
            draft.write_text(text + "\n", encoding="utf-8")
            os.replace(draft, args.output)
    except SurveyError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{args.output} : écriture impossible ({error}) ; vérifiez le dossier.", file=sys.stderr)
        return 2
    for line in failed:
        print(line, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
