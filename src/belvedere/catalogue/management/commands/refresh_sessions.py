"""``./belvedere refresh sessions``."""

from typing import Any

from django.utils import timezone

from belvedere.catalogue.actions import sessions
from belvedere.kit.commands import Command as BelvedereCommand
from belvedere.kit.commands import Meter


class Command(BelvedereCommand):
    help = "recalcule les séances datées de l’agenda (fait chaque nuit par l’exécutant)"

    def carry_out(self, **options: Any) -> int:
        number = sessions.refresh_sessions(now=timezone.now(), progress=Meter("Séances"))
        self.stdout.write(f"{number} séances.")
        return 0
