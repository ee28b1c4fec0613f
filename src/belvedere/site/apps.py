from belvedere.kit import apps


class SiteConfig(apps.RoomConfig):
    name = "belvedere.site"
    label = "public_site"
    verbose_name = "Site public"
