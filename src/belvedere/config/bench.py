"""``./belvedere bench NAME``: one figure of benchmarks/, ours and the peer's in the same run."""

import ast
import subprocess
import sys

from . import frontend
from .bootstrap import ROOT, say

FOLDER = ROOT / "benchmarks"


def figures() -> dict[str, str]:
    """Name of each figure and the first line of its module's docstring."""
    files = sorted(file for file in FOLDER.glob("*.py") if not file.name.startswith("_"))
    return {file.stem: (ast.get_docstring(ast.parse(file.read_text())) or "").partition("\n")[0] for file in files}


def main(arguments: list[str]) -> int:
    known = figures()
    if not arguments or arguments[0] not in known:
        width = max(map(len, known), default=0)
        print("Figures :", *(f"  {name:<{width}}  {line}" for name, line in known.items()), sep="\n")
        return 0 if not arguments else 2
    if not frontend.built(say):
        return 1
    return subprocess.run([sys.executable, str(FOLDER / f"{arguments[0]}.py"), *arguments[1:]], cwd=ROOT).returncode
