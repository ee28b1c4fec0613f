from belvedere.kit import apps


class TerritoriesConfig(apps.RoomConfig):
    name = "belvedere.territories"
    verbose_name = "Territoires et marques"
