"""`./belvedere engine value acts.csv --today 2026-10-31 [--costs c.csv] [--groups g.csv] -o answer.json`."""

import argparse
import csv
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np

from .files import People, day_number, read_acts, read_costs, read_groups
from .report import as_json
from .study import study
from .types import Answer, Each, Settings, ValueFault


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="belvedere engine value",
        description="Qui revient, ce que chacun devrait apporter, et ce que coûte de gagner ou de garder quelqu’un.",
    )
    parser.add_argument("acts", type=Path, help="CSV : person, day, amount (euros, peut être vide)")
    parser.add_argument("--today", required=True, help="dernier jour observé, 2026-10-31")
    parser.add_argument(
        "--costs", type=Path, help="CSV : key, purpose (acquisition|retention), amount, start, end, reached"
    )
    parser.add_argument("--groups", type=Path, help="CSV : group, person")
    parser.add_argument("--stay", type=int, default=Settings.stay, help="jours d’une même visite")
    parser.add_argument("--horizon", type=int, default=Settings.horizon, help="jours à venir")
    parser.add_argument("--holdout", type=int, help="jours gardés de côté pour vérifier")
    parser.add_argument("--level", type=float, default=Settings.level, help="ce que contiennent les intervalles, 0,9")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--each", type=Path, help="CSV à écrire : une ligne par personne")
    parser.add_argument("-o", "--output", type=Path, help="JSON à écrire (sinon, à l’écran)")
    return parser


def _settings(args: argparse.Namespace) -> Settings:
    for name, least in (("stay", 0), ("horizon", 1), ("holdout", 1)):
        if (value := getattr(args, name)) is not None and not least <= value <= 36_525:
            raise ValueFault(f"--{name}", f"donnez un nombre de jours de {least} à 36525")
    if not 0.5 <= args.level < 1:
        raise ValueFault("--level", "donnez une part de 0.5 à 0.99")
    given = {name: getattr(args, name) for name in ("stay", "horizon", "holdout", "level", "seed")}
    return replace(Settings(day_number(args.today, "--today")), **given)


def _run(args: argparse.Namespace) -> None:
    settings = _settings(args)
    acts, people = read_acts(args.acts)
    if not len(acts.day):
        raise ValueFault(str(args.acts), "aucun acte\N{NO-BREAK SPACE}: donnez au moins une ligne")
    costs = read_costs(args.costs, people) if args.costs else ()
    groups = read_groups(args.groups, people) if args.groups else {}
    print(f"{len(acts.day)} actes de {len(people.names)} personnes…", file=sys.stderr)
    answer = study(acts, settings, costs=costs, groups=groups)
    text = json.dumps(as_json(answer), ensure_ascii=False, indent=1) + "\n"
    if args.output is None:
        print(text, end="")
    else:
        _write(args.output, text)
    if args.each is not None:
        _write(args.each, _each(answer, acts.person[acts.day <= settings.today], people))


def _each(answer: Answer, seen: "np.ndarray[tuple[int], np.dtype[np.int64]]", people: People) -> str:
    """In the order in which people first appear in the acts."""
    table = StringIO()
    write: Callable[[list[object]], object] = csv.writer(table).writerow
    write(["person", "alive", "visits", "visits_low", "visits_high", "value", "value_low", "value_high"])
    each = answer.each
    for row, number in enumerate(np.unique(seen).tolist()):
        write([people.names[number], *(_cell(column, row) for column in _columns(each))])
    return table.getvalue()


def _columns(each: Each | None) -> list["np.ndarray[tuple[int], np.dtype[np.float64]] | None"]:
    return [None] * 7 if each is None else [each.alive, *each.visits, *each.value]


def _cell(column: "np.ndarray[tuple[int], np.dtype[np.float64]] | None", row: int) -> str:
    return "" if column is None or not np.isfinite(column[row]) else f"{column[row]:.6g}"


def _write(path: Path, text: str) -> None:
    """Under another name first: a reader never sees half a file."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def main(argv: list[str] | None = None) -> int:
    """Run the engine on files; 0 done, 2 refused with one sentence on stderr."""
    args = _parser().parse_args(argv)
    try:
        _run(args)
    except ValueFault as fault:
        print(f"{fault}.", file=sys.stderr)
        return 2
    except UnicodeDecodeError:
        print("Un fichier n’est pas en UTF-8\N{NO-BREAK SPACE}: enregistrez-le ainsi.", file=sys.stderr)
        return 2
    except csv.Error as error:
        print(
            f"Un fichier n’est pas un CSV lisible ({error})\N{NO-BREAK SPACE}: enregistrez-le ainsi.", file=sys.stderr
        )
        return 2
    except OSError as error:
        place = error.filename or "fichier"
        print(
            f"{place}\N{NO-BREAK SPACE}: inaccessible ({error.strerror})\N{NO-BREAK SPACE}; vérifiez le chemin.",
            file=sys.stderr,
        )
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
