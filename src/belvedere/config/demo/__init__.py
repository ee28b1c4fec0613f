"""``./belvedere demo``: a destination to look at, from an empty folder to open pages."""

import argparse
import importlib
import os
import shutil
import sys
from pathlib import Path

from belvedere.config import cli, frontend, serve
from belvedere.config.bootstrap import ROOT, say


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="belvedere demo", description="Prépare et lance la démonstration.")
    parser.add_argument("--port", type=int, default=8000, help="port du serveur (8000)")
    parser.add_argument("--no-serve", action="store_true", help="prépare sans lancer le serveur")
    parser.add_argument("--reset", action="store_true", help="efface la démonstration et la recommence")
    parser.add_argument(
        "--stats", type=Path, metavar="DOSSIER", help="chiffres réels de l’INSEE (../shared/data/stats s’il est là)"
    )
    options = parser.parse_args(arguments)
    if not options.no_serve and not serve.free("127.0.0.1", options.port):
        print(f"Le port {options.port} est déjà pris : choisissez-en un autre avec --port.", file=sys.stderr)
        return cli.REFUSED
    if options.reset and not reset():
        return cli.REFUSED
    if not frontend.built(say):
        return cli.REFUSED
    os.environ.setdefault("BELVEDERE_URL", f"http://localhost:{options.port}")
    cli.prepare_django()
    # Models can be imported only once Django is ready.
    load = importlib.import_module("belvedere.config.demo.load")
    code = load.prepare(options.stats)
    if code:
        return int(code)
    load.announce(options.port)
    return 0 if options.no_serve else serve.run("127.0.0.1", options.port)


def reset() -> bool:
    """Empties the installation's folder, and only a folder that a Belvédère has filled."""
    home = Path(os.environ.get("BELVEDERE_HOME", ROOT / "var")).resolve()
    if not home.exists():
        return True
    if os.environ.get("DATABASE_URL"):
        print("--reset n’efface que la base embarquée : videz vous-même celle de DATABASE_URL.", file=sys.stderr)
        return False
    if any(home.iterdir()) and not (home / "secret-key").exists():
        print(f"{home} ne ressemble pas à une installation de Belvédère : rien n’a été effacé.", file=sys.stderr)
        return False
    shutil.rmtree(home)
    return True
