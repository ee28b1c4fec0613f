from belvedere.kit import apps


class CockpitConfig(apps.RoomConfig):
    name = "belvedere.cockpit"
    verbose_name = "Pilotage"
