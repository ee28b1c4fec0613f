from belvedere.kit.apps import RoomConfig


class ApiConfig(RoomConfig):
    name = "belvedere.api"
    verbose_name = "API"
