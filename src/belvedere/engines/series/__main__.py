"""`python -m belvedere.engines.series FILE… -o series.csv`: any known file as `unique_id,ds,y`, ready to forecast."""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from pathlib import Path

from belvedere.engines.series.mapping import Mapping
from belvedere.engines.series.reading import KINDS, read
from belvedere.engines.series.types import Reading, SeriesError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="belvedere engine series", description="Lit un fichier de chiffres et en donne les séries."
    )
    parser.add_argument("file", type=Path, help="CSV, XLSX, zip ou message SDMX")
    parser.add_argument("-o", "--output", type=Path, required=True, help="CSV écrit : unique_id,ds,y")
    parser.add_argument("--kind", choices=KINDS, default="", help="forme du fichier, quand elle ne se devine pas")
    parser.add_argument("--mapping", type=Path, help="correspondance des colonnes, en JSON")
    return parser


def _mapping(path: Path | None) -> Mapping | None:
    if path is None:
        return None
    try:
        return Mapping.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as fault:
        raise fault if isinstance(fault, SeriesError) else SeriesError(f"{path} : JSON illisible ({fault}).") from None


def _write(reading: Reading, target: Path) -> int:
    draft = target.with_name(target.name + ".part")
    written = 0
    with draft.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(("unique_id", "ds", "y"))
        for one in reading.series:
            if not one.failed:
                rows = zip(one.periods.astype(str), one.values.tolist(), strict=True)
                writer.writerows((one.key, day, value) for day, value in rows)
                written += len(one)
    os.replace(draft, target)
    return written


def main(argv: list[str] | None = None) -> int:
    """Convert; 0 done, 1 with failed items (on stderr), 2 refused with one sentence."""
    args = _parser().parse_args(argv)
    try:
        mapping = _mapping(args.mapping)
        reading = read(args.file.name, args.file.read_bytes(), kind=args.kind, mapping=mapping)
        points = _write(reading, args.output)
    except SeriesError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename} : fichier inaccessible ({error.strerror}) ; vérifiez le chemin.", file=sys.stderr)
        return 2
    left = [*map(str, reading.faults), *(str(fault) for one in reading.series for fault in one.faults)]
    left += [f"série {one.key} : {one.failed}" for one in reading.series if one.failed]
    print("\n".join(left), file=sys.stderr, end="\n" if left else "")
    print(json.dumps({"series": len(reading.series), "points": points, "left": len(left)}))
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
