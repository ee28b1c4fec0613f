"""`python -m belvedere.engines.segments segments.json --people p.csv --acts a.csv --now DATE -o members.csv`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from .check import check
from .columns import contacts_of
from .evaluate import answers
from .files import moment_of, read_people, write_table
from .jsonio import schema_of, segment_of
from .judge import judge, next_change
from .plan import compile_segments
from .types import YES, Person, Schema, Segment, SegmentError
from .words import VERDICTS, Words


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="belvedere engine segments",
        description="Qui appartient à quels segments, et pourquoi.",
    )
    parser.add_argument("segments", type=Path, help='JSON {"schema": …, "segments": [{"key", "name", "if"}]}')
    parser.add_argument("--people", type=Path, required=True, help="CSV ou Parquet : id et les champs du schéma")
    parser.add_argument("--acts", type=Path, help="CSV ou Parquet : person, kind, at et les champs du schéma")
    parser.add_argument("--now", required=True, help="l’instant où l’on regarde, 2026-07-31 ou 2026-07-31T12:00+02:00")
    parser.add_argument("--explain", metavar="ID", help="dit en phrases pourquoi cette personne, pour chaque segment")
    parser.add_argument("-o", "--output", type=Path, help="CSV ou Parquet à écrire : segment, person, confidence")
    return parser


def _definitions(path: Path) -> tuple[Schema, list[Segment]]:
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise SegmentError(f"{path}, ligne {error.lineno}", "ce n’est pas du JSON") from None
    if not isinstance(data, dict) or not isinstance(data.get("segments"), list):
        raise SegmentError(str(path), "il faut un objet avec «\u00a0schema\u00a0» et «\u00a0segments\u00a0»")
    schema = schema_of(data.get("schema"))
    segments = [segment_of(one, f"segments[{rank}]") for rank, one in enumerate(data["segments"])]
    for segment in segments:
        check(segment, schema)
    return schema, segments


def _explain(schema: Schema, segments: list[Segment], person: Person, now: int) -> None:
    words = Words(schema, segments)
    for segment in segments:
        finding = judge(segment.key, segments, person, now)
        print(f"{segment.name}\u00a0: {VERDICTS[finding.verdict]} (confiance {finding.confidence:.2f})")
        for line in words.lines(finding, now):
            print(f"  {'  ' * line.depth}[{VERDICTS[line.verdict]}] {line.text}")
        change = next_change(segment.key, segments, person, now)
        if change is not None:
            print(f"  Sans rien de nouveau, {'entrera' if change[1] else 'sortira'} {words.day(change[0])}.")


def _members(
    schema: Schema, segments: list[Segment], ids: list[str], people: list[Person], now: int
) -> list[dict[str, Any]]:
    plan = compile_segments(segments)
    found = answers(plan, contacts_of(schema, people), now)
    return [
        {
            "segment": key,
            "person": ids[row],
            "confidence": judge(key, segments, people[row], now).confidence,
        }
        for key, line in zip(plan.keys, found, strict=True)
        for row in np.flatnonzero(line == YES)
    ]


def _run(args: argparse.Namespace) -> None:
    if args.output is None and args.explain is None:
        raise SegmentError("commande", "donnez -o FICHIER, --explain ID, ou les deux")
    now = moment_of(args.now, "--now")
    schema, segments = _definitions(args.segments)
    compile_segments(segments)
    ids, people = read_people(args.people, args.acts, schema)
    if args.explain is not None:
        if args.explain not in ids:
            raise SegmentError("--explain", f"la personne «\u00a0{args.explain}\u00a0» n’est pas dans {args.people}")
        _explain(schema, segments, people[ids.index(args.explain)], now)
    if args.output is not None:
        columns = pa.schema([("segment", pa.string()), ("person", pa.string()), ("confidence", pa.float64())])
        write_table(_members(schema, segments, ids, people, now), columns, args.output)


def main(argv: list[str] | None = None) -> int:
    """Run the engine on files; 0 done, 2 refused with one sentence on stderr."""
    args = _parser().parse_args(argv)
    try:
        _run(args)
    except SegmentError as error:
        print(f"{error}.", file=sys.stderr)
        return 2
    except UnicodeDecodeError:
        print("Un fichier n’est pas en UTF-8 : enregistrez-le ainsi.", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename} : fichier inaccessible ({error.strerror}) ; vérifiez le chemin.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
