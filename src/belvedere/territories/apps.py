from belvedere.kit.apps import RoomConfig


class TerritoriesConfig(RoomConfig):
    name = "belvedere.territories"
    verbose_name = "Territoires et marques"
