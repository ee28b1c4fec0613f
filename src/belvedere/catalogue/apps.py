from belvedere.kit.apps import RoomConfig


class CatalogueConfig(RoomConfig):
    name = "belvedere.catalogue"
    verbose_name = "L’offre"
