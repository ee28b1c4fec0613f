from belvedere.kit import apps


class MeetingsConfig(apps.RoomConfig):
    name = "belvedere.meetings"
    verbose_name = "Rencontres pro"
