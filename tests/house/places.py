"""What the house tests walk through."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "belvedere"


@cache
def tracked() -> list[Path]:
    """Files that the repository holds or is about to."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).is_file()]


def sources() -> list[Path]:
    """Python files of the package, migrations left out."""
    return [
        file
        for file in tracked()
        if file.suffix == ".py" and SOURCES in file.parents and "migrations" not in file.parts
    ]


@cache
def nodes(file: Path) -> list[ast.AST]:
    """Every node of a module: taken apart once, for all the rules."""
    return list(ast.walk(ast.parse(file.read_text())))
