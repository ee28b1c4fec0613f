from belvedere.kit import apps


class ShellConfig(apps.RoomConfig):
    name = "belvedere.shell"
    verbose_name = "Habillage"
