from belvedere.kit.apps import RoomConfig


class MeetingsConfig(RoomConfig):
    name = "belvedere.meetings"
    verbose_name = "Rencontres pro"
