"""``./belvedere import series FILE…``."""

import time
from argparse import ArgumentParser
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from django.db import OperationalError
from django.utils import timezone

from belvedere.kit.commands import Command as BelvedereCommand
from belvedere.kit.commands import Meter, Refused
from belvedere.observatory.actions import sources
from belvedere.observatory.enums import SourceKind
from belvedere.observatory.imports import files, remote
from belvedere.observatory.models import DataSource
from belvedere.territories.models import Destination

SUMMARY = ("created", "updated", "unchanged", "skipped", "failed")
WORDS = ("créées", "mises à jour", "inchangées", "écartées", "en échec")


class Command(BelvedereCommand):
    help = "importe des chiffres (CSV, XLSX, INSEE, musées, SDMX, Flux Vision, matrice domicile-travail)"
    refusals = (files.DeliveryRefused, files.SourceBusy, sources.WrongSource, sources.BadMapping)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", type=Path, nargs="*", metavar="FICHIER", help="sans fichier : l’adresse d’abonnement"
        )
        parser.add_argument(
            "--source", required=True, help="identifiant de la source (une par producteur et par forme)"
        )
        parser.add_argument("--kind", choices=SourceKind.values, help="forme des fichiers d’une source nouvelle")
        parser.add_argument("--name", help="nom d’une source nouvelle")
        parser.add_argument("--licence", help="licence d’une source nouvelle")
        parser.add_argument("--destination", help="identifiant de la destination qui tient la source")
        parser.add_argument("--mapping", type=Path, help="correspondance des colonnes (JSON), gardée pour la suite")
        parser.add_argument("--delivered", type=date.fromisoformat, help="jour de la livraison (aujourd’hui)")
        parser.add_argument("--secrecy", type=int, help="plus petit compte montré, pour une source nouvelle")
        parser.add_argument(
            "--public", action="store_true", default=None, help="publie les séries d’une source nouvelle"
        )
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait, sans rien écrire")
        parser.add_argument("--json", action="store_true", help="résumé JSON en dernière ligne")

    def carry_out(self, **options: Any) -> int:
        start = time.monotonic()
        for path in options["files"]:
            if not path.exists():
                raise Refused(f"{path} : fichier ou dossier introuvable, vérifiez le chemin.")
        try:
            summary = self._rehearse(options) if options["dry_run"] else self._take(options)
        except OperationalError as error:
            raise Refused(
                f"La base de données ne répond pas ({error}) : une fois libre, relancez, "
                "l’importation reprendra où elle s’est arrêtée."
            ) from error
        for place, sentence in summary.failures:
            self.say(f"{place} : {sentence}")
        self._print(summary.counts, time.monotonic() - start, as_json=options["json"])
        return summary.counts["failed"]

    def _take(self, options: dict[str, Any]) -> files.Summary:
        now, meter = timezone.now(), Meter("Livraison")
        source = sources.ensure_source(
            slug=options["source"], kind=options["kind"], destination=self._destination(options["destination"]),
            by=None, now=now, name=options["name"], licence=options["licence"], secrecy=options["secrecy"],
            is_public=options["public"],
        )  # fmt: skip
        if options["mapping"]:
            sources.save_mapping(source=source, columns=self._mapping(options["mapping"]), by=None, now=now)
        name, data = files.gathered(options["files"]) if options["files"] else remote.fetched(source)
        return files.take_file(
            name=name, data=data, source=source, delivered_on=options["delivered"] or timezone.localdate(), by=None,
            now=now, progress=meter,
        )  # fmt: skip

    def _rehearse(self, options: dict[str, Any]) -> files.Summary:
        source = DataSource.everything.filter(slug=options["source"]).first()
        if source is None:
            source = DataSource(slug=options["source"], kind=options["kind"] or SourceKind.TABLE)
        name, data = files.gathered(options["files"]) if options["files"] else remote.fetched(source)
        columns = self._mapping(options["mapping"]) if options["mapping"] else None
        return files.rehearse(name=name, data=data, source=source, columns=columns)

    @staticmethod
    def _mapping(path: Path) -> Any:
        try:
            return orjson.loads(path.read_bytes())
        except OSError as fault:
            raise Refused(f"{path} : correspondance illisible ({fault.strerror}), vérifiez le chemin.") from fault
        except orjson.JSONDecodeError as fault:
            raise Refused(f"{path}, ligne {fault.lineno} : ce n’est pas du JSON ({fault.msg}).") from fault

    @staticmethod
    def _destination(slug: str | None) -> Destination | None:
        if slug is None:
            return None
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
