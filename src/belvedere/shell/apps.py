from belvedere.kit import apps

from .dates import refuse_unlikely_years, write_dates_as_read


class ShellConfig(apps.RoomConfig):
    name = "belvedere.shell"
    verbose_name = "Habillage"

    def ready(self) -> None:
        write_dates_as_read()
        refuse_unlikely_years()
        super().ready()
