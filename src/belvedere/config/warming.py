"""Compiles what the engines compile at their first use, once per state of their code, while the server answers."""

import importlib
import os
from pathlib import Path

#: Engines that somebody waits for: a counsellor with a queue before her, an office on the day of its meetings.
AWAITED = ("advice", "meetings")


def main() -> None:
    """Does nothing where the launcher gave no folder to keep the compiled code in, or has it filled already."""
    if "NUMBA_CACHE_DIR" not in os.environ:
        return
    folder = Path(os.environ["NUMBA_CACHE_DIR"])
    done = folder / "warm"
    if done.exists():
        return
    for name in AWAITED:
        importlib.import_module(f"belvedere.engines.{name}").warm_up()
    folder.mkdir(parents=True, exist_ok=True)
    done.touch()


if __name__ == "__main__":
    os.nice(10)  # beside a server that answers
    main()
