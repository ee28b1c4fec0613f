"""``./belvedere import participants FILE --edition SLUG``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from belvedere.kit.commands import Command as BelvedereCommand
from belvedere.kit.commands import Refused
from belvedere.meetings.imports import participants
from belvedere.meetings.models import Edition


class Command(BelvedereCommand):
    help = "importe les participants d’une édition des rencontres (CSV ou XLSX)"
    refusals = (participants.FileRefused,)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FICHIER", help="liste en CSV ou en XLSX, une ligne par participant"
        )
        parser.add_argument("--edition", required=True, metavar="IDENTIFIANT", help="identifiant de l’édition")
        parser.add_argument(
            "--map", action="append", default=[], metavar="CHAMP=COLONNE",
            help=f"nom d’une colonne du fichier pour un champ ({', '.join(participants.COLUMNS)})",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait, sans rien écrire")

    def carry_out(self, **options: Any) -> int:
        edition = Edition.everything.filter(slug=options["edition"]).first()
        if edition is None:
            known = ", ".join(Edition.everything.values_list("slug", flat=True)) or "aucune"
            raise Refused(f"L’édition « {options['edition']} » n’existe pas (éditions connues : {known}).")
        outcome = participants.import_participants(
            path=options["file"], edition=edition, mapping=self._mapping(options["map"]), dry_run=options["dry_run"],
            by=None, now=timezone.now(),
        )  # fmt: skip
        for line, sentence in outcome.failed:
            self.say(f"ligne {line} : {sentence}")
        told = f"{outcome.created} créés, {outcome.updated} mis à jour, {outcome.unchanged} inchangés, "
        rehearsed = " (essai : rien n’est écrit)" if options["dry_run"] else ""
        self.stdout.write(f"{told}{len(outcome.failed)} en échec{rehearsed}")
        return len(outcome.failed)

    @staticmethod
    def _mapping(pairs: list[str]) -> dict[str, str]:
        found = dict(pair.partition("=")[::2] for pair in pairs)
        for field, column in found.items():
            if field not in participants.COLUMNS or not column:
                raise Refused(
                    f"--map {field} : écrivez CHAMP=COLONNE, avec un champ parmi {', '.join(participants.COLUMNS)}."
                )
        return found
