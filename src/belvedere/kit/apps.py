"""The toolbox's registration, and the base that every room's registration derives from."""

import importlib
import importlib.util

from django.apps import AppConfig

from . import bounds


class RoomConfig(AppConfig):
    """Loads the two drawers that work by being imported: ``access`` (rules) and ``receivers`` (signals).

    Rooms name it ``apps.RoomConfig``: were the class itself in their module, Django could not tell which one is meant.
    """

    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for drawer in ("access", "receivers"):
            name = f"{self.name}.{drawer}"
            if importlib.util.find_spec(name):
                importlib.import_module(name)


class KitConfig(RoomConfig):
    default = True
    name = "belvedere.kit"
    verbose_name = "Outils"

    def ready(self) -> None:
        bounds.ignore_impossible_numbers()
        super().ready()
