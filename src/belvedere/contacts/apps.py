from belvedere.kit import apps


class ContactsConfig(apps.RoomConfig):
    name = "belvedere.contacts"
    verbose_name = "Relation client"
