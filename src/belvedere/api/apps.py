from belvedere.kit import apps


class ApiConfig(apps.RoomConfig):
    name = "belvedere.api"
    verbose_name = "API"
