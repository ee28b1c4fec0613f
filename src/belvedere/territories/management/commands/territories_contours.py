from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from belvedere.kit.commands import Command as RoomCommand
from belvedere.kit.commands import Meter, Refused
from belvedere.territories.actions import outlines
from belvedere.territories.imports import contours


class Command(RoomCommand):
    help = "charge les contours des communes depuis des fichiers GeoJSON (.geojson ou .geojson.gz)"
    refusals = (contours.BadOutlines, outlines.NoCommunes)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FICHIER")
        parser.add_argument("--year", type=int, help="millésime des contours (par défaut, lu dans le nom du fichier)")
        parser.add_argument("--tolerance", type=float, default=20.0, help="simplification en mètres (0 : aucune)")

    def carry_out(self, **options: Any) -> int:
        meter, written = Meter("Contours"), 0
        for number, file in enumerate(options["files"], start=1):
            year = options["year"] or contours.year_in(file.name)
            if year is None:
                raise Refused(f"Le nom de {file} ne dit pas de quelle année sont les contours : ajoutez --year.")
            found = contours.read(file, tolerance=options["tolerance"])
            report = outlines.apply_outlines(outlines=found, year=year, by=None, now=timezone.now())
            written += report.written
            for sentence in report.sentences:
                self.say(sentence)
            meter(number, len(options["files"]))
        self.stdout.write(f"{written} contours écrits.")
        return 0
