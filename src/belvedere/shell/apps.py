from belvedere.kit.apps import RoomConfig


class ShellConfig(RoomConfig):
    name = "belvedere.shell"
    verbose_name = "Habillage"
