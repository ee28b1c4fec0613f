from belvedere.kit import apps


class DeskConfig(apps.RoomConfig):
    name = "belvedere.desk"
    verbose_name = "Accueil"
