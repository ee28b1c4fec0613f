"""The one entry point: ``./belvedere COMMAND``. Commands of the house are here, those of the rooms are Django's.

``./belvedere import datatourisme`` runs the management command ``import_datatourisme``: a word a part.
"""

import importlib
import os
import pkgutil
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[1]
OWN = {
    "demo": ("belvedere.config.demo", "prépare et lance la destination de démonstration"),
    "serve": ("belvedere.config.serve", "lance le serveur et l’exécutant des travaux"),
    "test": ("belvedere.config.checks", "prépare puis lance toutes les vérifications (--fast : sans navigateur)"),
    "bench": ("belvedere.config.bench", "mesure une figure de benchmarks/ à côté de ses pairs"),
    "engine": ("belvedere.config.engine", "lance un moteur de calcul seul : engine NOM ARGUMENTS"),
    "lock": ("belvedere.config.lock", "recompile requirements/*.lock depuis requirements/*.in"),
    "manage": ("belvedere.config.manage", "commandes de Django, pour le technicien"),
}
REFUSED = 2


def room_commands() -> dict[str, str]:
    """Management commands of the rooms: words as typed → module."""
    found = {}
    for folder in sorted(SOURCES.glob("*/management/commands")):
        for module in pkgutil.iter_modules([str(folder)]):
            found[module.name.replace("_", " ")] = (
                f"belvedere.{folder.parents[1].name}.management.commands.{module.name}"
            )
    return found


def table() -> str:
    """What ``./belvedere --help`` prints."""
    prepare_django()
    rows = {name: line for name, (_, line) in OWN.items()}
    rows |= {words: str(importlib.import_module(module).Command.help) for words, module in room_commands().items()}
    width = max(map(len, rows))
    lines = [f"  {name:<{width}}  {line}" for name, line in rows.items()]
    return "\n".join(["Belvédère : la plateforme que partage une destination.", "", *lines])


def prepare_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belvedere.config.settings.dev")
    importlib.import_module("django").setup()


def run_room_command(words: list[str]) -> int | None:
    """Runs the room command that the first words name; None when there is none."""
    names = room_commands()
    for length in (3, 2, 1):
        if " ".join(words[:length]) in names:
            prepare_django()
            management = importlib.import_module("django.core.management")
            management.execute_from_command_line(["belvedere", "_".join(words[:length]), *words[length:]])
            return 0
    return None


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(table())
        return 0
    name, rest = arguments[0], arguments[1:]
    if name in OWN:
        return int(importlib.import_module(OWN[name][0]).main(rest) or 0)
    outcome = run_room_command(arguments)
    if outcome is None:
        print(
            f"« {' '.join(arguments[:2])} » n’est pas une commande : ./belvedere --help en donne la liste.",
            file=sys.stderr,
        )
        return REFUSED
    return outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
