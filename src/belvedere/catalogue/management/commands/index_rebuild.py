"""``./belvedere index rebuild``."""

from typing import Any

from belvedere.catalogue.actions import index
from belvedere.kit.commands import Command as RoomCommand
from belvedere.kit.commands import Meter


class Command(RoomCommand):
    help = "reconstruit l’index de recherche"

    def carry_out(self, **options: Any) -> int:
        done = index.rebuild(report=Meter("Recherche"))
        self.stdout.write(f"{done} offres dans l’index.")
        return 0
