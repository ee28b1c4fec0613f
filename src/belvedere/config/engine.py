"""``./belvedere engine NAME …``: an engine alone, without Django."""

import importlib
import importlib.util
import pkgutil
import sys
from pathlib import Path

ENGINES = Path(__file__).resolve().parents[1] / "engines"


def main(arguments: list[str]) -> int:
    names = sorted(
        module.name
        for module in pkgutil.iter_modules([str(ENGINES)])
        if importlib.util.find_spec(f"belvedere.engines.{module.name}.__main__")
    )
    if not arguments or arguments[0] not in names:
        print(f"Indiquez un moteur parmi : {', '.join(names)}.", file=sys.stderr)
        return 2
    return int(importlib.import_module(f"belvedere.engines.{arguments[0]}.__main__").main(arguments[1:]))
