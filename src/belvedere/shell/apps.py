from belvedere.kit.apps import RoomConfig


class ShellConfig(RoomConfig):
    default = True  # the base class is imported here: Django must be told which of the two is meant
    name = "belvedere.shell"
    verbose_name = "Habillage"
