"""``python -m belvedere.engines.notes figures.json``: the sentences of these figures."""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from .compare import LEVEL
from .reading import read
from .sentences import write
from .types import NoteError


def main(argv: list[str] | None = None) -> int:
    """0: written. 2: refused, in one sentence."""
    parser = argparse.ArgumentParser(prog="notes", description="Écrit la note de ces chiffres, sans dire le hasard.")
    parser.add_argument("figures", help="sujets en JSON (- : entrée standard) ; voir docs/why/note.md")
    parser.add_argument("-o", "--output", help="fichier JSON à écrire ; sinon, les phrases à l’écran")
    parser.add_argument("--level", type=float, default=LEVEL, help="part admise de faux écarts (0,05)")
    options = parser.parse_args(argv)
    if not 0 < options.level < 1:
        print("--level : un nombre entre 0 et 1, par exemple 0.05", file=sys.stderr)
        return 2
    try:
        raw = sys.stdin.read() if options.figures == "-" else Path(options.figures).read_text("utf-8")
        note = write(read(json.loads(raw)), level=options.level)
    except (OSError, ValueError, RecursionError) as fault:
        print(f"{options.figures} : {_sentence(fault)}", file=sys.stderr)
        return 2
    if options.output:
        return _keep(Path(options.output), json.dumps(asdict(note), ensure_ascii=False, indent=1, default=str))
    print("\n".join(filter(None, [note.headline, *(one.text for one in note.sentences)])))
    return 0


def _keep(target: Path, text: str) -> int:
    draft = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        draft.write_text(text + "\n", encoding="utf-8")
        draft.replace(target)
    except OSError:
        draft.unlink(missing_ok=True)
        print(f"{target} : impossible d’écrire ici, vérifier le dossier", file=sys.stderr)
        return 2
    return 0


def _sentence(fault: Exception) -> str:
    if isinstance(fault, NoteError):
        return str(fault)
    if isinstance(fault, OSError):
        return "fichier illisible ou introuvable, vérifier le chemin"
    return "ce n’est pas du JSON en UTF-8, vérifier le fichier"


if __name__ == "__main__":
    sys.exit(main())
