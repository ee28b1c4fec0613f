from belvedere.kit.apps import RoomConfig


class SiteConfig(RoomConfig):
    default = True  # the base class is imported here: Django must be told which of the two is meant
    name = "belvedere.site"
    label = "public_site"
    verbose_name = "Site public"
