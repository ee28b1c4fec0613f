"""``./belvedere import datatourisme FEED``."""

import time
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

import orjson
from django.db import OperationalError
from django.utils import timezone

from belvedere.catalogue.actions import runs
from belvedere.catalogue.enums import SourceKind
from belvedere.catalogue.imports import datatourisme
from belvedere.catalogue.imports.turn import SourceBusy
from belvedere.catalogue.models import Source
from belvedere.kit.commands import Command as BelvedereCommand
from belvedere.kit.commands import Meter, Refused
from belvedere.territories.models import Destination

SUMMARY = ("created", "updated", "unchanged", "archived", "skipped", "failed")
WORDS = ("créées", "mises à jour", "inchangées", "archivées", "écartées", "en échec")


class Command(BelvedereCommand):
    help = "importe un flux DATAtourisme (zip, dossier ou fichier JSON)"
    refusals = (datatourisme.FeedRefused, SourceBusy, runs.WrongSource)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("feed", type=Path, metavar="FLUX", help="zip du flux, dossier déplié ou fichier JSON")
        parser.add_argument("--source", default="datatourisme", help="identifiant de la source (une par flux)")
        parser.add_argument("--destination", help="identifiant de la destination qui reçoit ce flux")
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait, sans rien écrire")
        parser.add_argument("--json", action="store_true", help="résumé JSON en dernière ligne")

    def carry_out(self, **options: Any) -> int:
        start = time.monotonic()
        if not options["feed"].exists():
            raise Refused(f"{options['feed']} : fichier ou dossier introuvable, vérifiez le chemin du flux.")
        destination = self._destination(options["destination"])
        try:
            summary = self._run(options, destination)
        except OperationalError as error:
            raise Refused(
                f"La base de données ne répond pas ({error}) : une fois libre, relancez, "
                "l’importation reprendra où elle s’est arrêtée."
            ) from error
        for place, sentence in summary.failures:
            self.say(f"{place} : {sentence}")
        self._print(summary.counts, time.monotonic() - start, as_json=options["json"])
        return summary.counts["failed"]

    def _run(self, options: dict[str, Any], destination: Destination | None) -> datatourisme.Summary:
        slug, now, meter = options["source"], timezone.now(), Meter("Importation")
        name = "DATAtourisme" if slug == "datatourisme" else slug
        if options["dry_run"]:
            source = Source.everything.filter(slug=slug).first()
            source = source or Source(slug=slug, name=name, kind=SourceKind.DATATOURISME)
            return datatourisme.rehearse(path=options["feed"], source=source, progress=meter)
        source = runs.ensure_source(
            slug=slug, name=name, destination=destination, licence="Licence Ouverte / Etalab", by=None, now=now
        )
        return datatourisme.import_feed(path=options["feed"], source=source, by=None, now=now, progress=meter)

    @staticmethod
    def _destination(slug: str | None) -> Destination | None:
        if slug is None:
            return Destination.everything.filter(is_default=True).first()
        found = Destination.everything.filter(slug=slug).first()
        if found is None:
            known = ", ".join(Destination.everything.values_list("slug", flat=True)) or "aucune"
            raise Refused(f"La destination « {slug} » n’existe pas (destinations connues : {known}).")
        return found

    def _print(self, counts: Counter[str], seconds: float, *, as_json: bool) -> None:
        told = ", ".join(f"{counts[key]} {word}" for key, word in zip(SUMMARY, WORDS, strict=True))
        self.stdout.write(f"{told} en {seconds:.1f} s".replace(".", ","))
        if as_json:
            line: dict[str, Any] = {key: counts[key] for key in SUMMARY} | {"seconds": round(seconds, 3)}
            self.stdout.write(orjson.dumps(line).decode())
