from belvedere.kit import apps


class CatalogueConfig(apps.RoomConfig):
    name = "belvedere.catalogue"
    verbose_name = "L’offre"
