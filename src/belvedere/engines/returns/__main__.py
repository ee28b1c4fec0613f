"""``python -m belvedere.engines.returns message.eml …``: one JSON line a message."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from .read import read_return


def main(argv: list[str] | None = None) -> int:
    """0: all read. 1: some files could not be opened, listed on standard error."""
    parser = argparse.ArgumentParser(prog="returns", description="Lit les courriels revenus : rejets et plaintes.")
    parser.add_argument("files", nargs="+", help="messages tels que la boîte les garde (.eml)")
    lost = 0
    for name in parser.parse_args(argv).files:
        try:
            content = Path(name).read_bytes()
        except OSError:
            print(f"{name} : fichier illisible ou introuvable, vérifier le chemin", file=sys.stderr)
            lost += 1
            continue
        print(json.dumps({"file": name, **asdict(read_return(content))}, ensure_ascii=False))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
