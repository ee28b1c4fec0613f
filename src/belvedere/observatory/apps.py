from belvedere.kit import apps


class ObservatoryConfig(apps.RoomConfig):
    name = "belvedere.observatory"
    verbose_name = "Observatoire"
