from belvedere.kit import apps

from .dates import write_the_first


class ShellConfig(apps.RoomConfig):
    name = "belvedere.shell"
    verbose_name = "Habillage"

    def ready(self) -> None:
        write_the_first()
        super().ready()
