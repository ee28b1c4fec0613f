from belvedere.kit import apps


class PeopleConfig(apps.RoomConfig):
    name = "belvedere.people"
    verbose_name = "Comptes et structures"
