from belvedere.kit.apps import RoomConfig


class PeopleConfig(RoomConfig):
    name = "belvedere.people"
    verbose_name = "Comptes et structures"
