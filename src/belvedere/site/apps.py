from belvedere.kit.apps import RoomConfig


class SiteConfig(RoomConfig):
    name = "belvedere.site"
    label = "public_site"
    verbose_name = "Site public"
