"""``./belvedere pictures copy``."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from belvedere.catalogue.imports import pictures
from belvedere.kit.commands import Command as RoomCommand
from belvedere.kit.commands import Meter


class Command(RoomCommand):
    help = "copie chez nous les images que leurs droits permettent de montrer"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=2000, help="nombre d’images au plus (2000)")

    def carry_out(self, **options: Any) -> int:
        copies = pictures.copy_pictures(on=timezone.localdate(), limit=options["limit"], progress=Meter("Images"))
        for url, sentence in copies.failures:
            self.say(f"{url} : {sentence}")
        self.stdout.write(f"{copies.made} images copiées, {len(copies.failures)} en échec.")
        return len(copies.failures)
