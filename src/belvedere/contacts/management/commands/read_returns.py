"""``./belvedere read returns``: mail that came back."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone

from belvedere.contacts.imports import returns
from belvedere.kit import commands


class Command(commands.Command):
    help = "lit les courriels revenus (rejets et plaintes) d’un Maildir ou d’une boîte IMAP"
    refusals = (returns.BoxRefused,)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--box", default="", help="Maildir ou imaps://nom:motdepasse@hôte/INBOX")

    def carry_out(self, **options: Any) -> int:
        tally = returns.read_box(box=options["box"] or settings.RETURNS_BOX, now=timezone.now())
        self.say(", ".join(f"{fate} : {count}" for fate, count in sorted(tally.items())) or "Rien de neuf.")
        return tally["unknown"]
