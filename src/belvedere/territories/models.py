"""Communes and their areas, territories, nested destinations and their brands."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager

from .enums import AreaKind, DestinationKind, Typeface, every_brand_field, french_and_english


class Vintage(models.Model):
    """One yearly edition of the geographic code that was loaded, and what it changed, in sentences."""

    year = models.PositiveSmallIntegerField(_("millésime"), primary_key=True)
    loaded_at = models.DateTimeField(_("chargé le"))
    changes = models.JSONField(_("ce qui a changé"), default=list)

    class Meta:
        verbose_name = _("millésime")
        verbose_name_plural = _("millésimes")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class Area(models.Model):
    """A region, a department or an EPCI of the official geographic code."""

    kind = models.CharField(_("sorte"), max_length=10, choices=AreaKind)
    code = models.CharField(_("code"), max_length=9)
    name = models.CharField(_("nom"), max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    until_year = models.PositiveSmallIntegerField(_("jusqu’au millésime"), null=True, blank=True)

    class Meta:
        verbose_name = _("circonscription")
        verbose_name_plural = _("circonscriptions")
        ordering = ["kind", "code"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="area_once")]

    def __str__(self) -> str:
        return self.name


class CommuneQuerySet(models.QuerySet["Commune"]):
    def current(self) -> "CommuneQuerySet":
        return self.filter(until_year=None)


class Commune(models.Model):
    """A commune, present or past: a merged one stays, with the last year it may have lived and what it became.

    Years are those of the editions we loaded: a null ``since_year`` means older than all of them.
    """

    code = models.CharField(_("code INSEE"), max_length=5, primary_key=True)
    name = models.CharField(_("nom"), max_length=200, db_index=True)
    department = models.ForeignKey(Area, models.PROTECT, related_name="communes", verbose_name=_("département"))
    epci = models.ForeignKey(Area, models.SET_NULL, null=True, blank=True, related_name="members")
    postal_codes = models.JSONField(_("codes postaux"), default=list)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    since_year = models.PositiveSmallIntegerField(_("depuis le millésime"), null=True, blank=True)
    until_year = models.PositiveSmallIntegerField(_("jusqu’au millésime"), null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Contour(models.Model):
    """The outline of a commune, apart from it: drawn rarely, heavy always."""

    commune = models.OneToOneField(Commune, models.CASCADE, primary_key=True, related_name="contour")
    year = models.PositiveSmallIntegerField(_("millésime"))
    geometry = models.BinaryField(_("géométrie (WKB, lon/lat)"))
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        verbose_name = _("contour")
        verbose_name_plural = _("contours")

    def __str__(self) -> str:
        return f"{self.commune_id} ({self.year})"


class Territory(models.Model):
    """Any named set of communes: an office's perimeter, a valley, a park."""

    name = models.CharField(_("nom"), max_length=200)
    slug = models.SlugField(_("adresse"), unique=True)
    communes = models.ManyToManyField(Commune, related_name="territories", verbose_name=_("communes"), blank=True)
    managed_by = models.ForeignKey(
        "Destination",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="managed_territories",
        verbose_name=_("destination propriétaire"),
    )

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("territoire")
        verbose_name_plural = _("territoires")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Destination(models.Model):
    """Who markets a territory. Destinations nest: office in department in region; a contract may cross departments."""

    name = models.CharField(_("nom"), max_length=200)
    slug = models.SlugField(_("adresse"), unique=True)
    kind = models.CharField(_("sorte"), max_length=12, choices=DestinationKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("destination mère")
    )
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="destinations", verbose_name=_("territoire"))
    hostname = models.CharField(_("nom de domaine du site"), max_length=253, null=True, blank=True, unique=True)
    is_default = models.BooleanField(_("site par défaut"), default=False)
    languages = models.JSONField(_("langues du site"), default=french_and_english, blank=True)
    collection = models.OneToOneField(
        "wagtailcore.Collection", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("médiathèque")
    )
    page_root = models.OneToOneField(
        "wagtailcore.Page", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("page de ses pages")
    )

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("destination")
        verbose_name_plural = _("destinations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_destination"
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="destination_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Brand(models.Model):
    """How a destination looks and speaks. An empty field is inherited from the parent's brand."""

    destination = models.OneToOneField(Destination, models.CASCADE, related_name="brand")
    display_name = models.CharField(_("nom de marque"), max_length=120, blank=True, default="")
    signature = models.CharField(_("signature"), max_length=200, blank=True, default="")
    palette = models.JSONField(_("palette"), default=dict, blank=True)
    typeface = models.CharField(_("caractère"), max_length=40, choices=Typeface, blank=True, default="")
    logo = models.TextField(_("logo (SVG)"), blank=True, default="")
    tone = models.TextField(_("ton"), blank=True, default="")
    child_may_override = models.JSONField(
        _("ce qu’une destination fille peut changer"), default=every_brand_field, blank=True
    )

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("marque")
        verbose_name_plural = _("marques")

    def __str__(self) -> str:
        return self.display_name or str(self.destination)
