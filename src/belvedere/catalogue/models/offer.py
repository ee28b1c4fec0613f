"""The offer as its sources tell it: plain facts, no draft, written in bulk by imports."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.catalogue.enums import Family, MediaKind, OfferStatus
from belvedere.kit.scope import ScopedManager
from belvedere.people.models import Organisation
from belvedere.territories.models import Commune, Destination

from .imports import Source


class OfferType(models.Model):
    """A class of the DATAtourisme ontology."""

    code = models.CharField(_("classe"), max_length=100, primary_key=True)
    family = models.PositiveSmallIntegerField(_("famille"), choices=Family)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    label_fr = models.CharField(_("libellé français"), max_length=200)
    label_en = models.CharField(_("libellé anglais"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("type d’offre")
        verbose_name_plural = _("types d’offre")
        ordering = ["label_fr"]

    def __str__(self) -> str:
        return self.label_fr


class OfferQuerySet(models.QuerySet["Offer"]):
    def active(self) -> "OfferQuerySet":
        return self.filter(status=OfferStatus.ACTIVE)

    def of_family(self, family: Family) -> "OfferQuerySet":
        return self.annotate(_family=models.F("families").bitand(int(family))).filter(_family__gt=0)

    def within(self, west: float, south: float, east: float, north: float) -> "OfferQuerySet":
        return self.filter(lon__range=(west, east), lat__range=(south, north))

    def in_territory_of(self, destinations: "models.QuerySet[Destination]") -> "OfferQuerySet":
        """Lying in a commune of one of these destinations: a sub-query, so that no row is doubled by a join."""
        through = Commune.territories.through.objects
        inside = through.filter(territory__destinations__in=destinations).values("commune_id")
        return self.filter(commune_id__in=inside)


class Offer(models.Model):
    """One thing to see, do, eat at, sleep in: the facts of its source, with no length limit on what the source wrote.

    JSON shapes. A *term* is ``{"key": "Museum", "fr": "Musée", "en": "Museum"}`` (``en`` absent when not known):

    - ``types``: ontology classes, the most precise first; ``themes``, ``amenities``, ``accessibility``: terms
      (an amenity may add ``value``); ``labels``: terms that may add ``stars`` and ``until`` (ISO date);
    - ``address``: ``{"streets": [], "postal_code", "locality", "insee"}``;
    - ``contacts``: ``[{"role", "name", "phones": [], "emails": [], "pages": []}]``;
    - ``schedule``: the rules of ``engines.hours``, empty when nothing is known;
    - ``prices``: ``[{"min", "max", "currency", "fr", "en", "mode", "from", "until"}]``, amounts in cents;
    - ``capacities``: ``{"people": 120}``; ``details``: what has no column of its own (see ``actions.incoming_fields``);
    - ``provenance``: ``{"*": {"source", "date"}, "contacts": {…}}``: ``*`` speaks for every field not named;
    - ``missing``: codes of ``engines.offers.completeness``.
    """

    # No index of its own: the constraint below begins with it.
    source = models.ForeignKey(Source, models.PROTECT, related_name="offers", db_index=False, verbose_name=_("source"))
    producer = models.CharField(_("producteur"), max_length=200, default="", blank=True)
    external_id = models.CharField(_("identifiant chez la source"), max_length=100)
    uri = models.TextField(_("URI"), blank=True, default="")
    status = models.CharField(_("état"), max_length=10, choices=OfferStatus, default=OfferStatus.ACTIVE)
    missing_since = models.DateField(_("absente du flux depuis"), null=True, blank=True)

    name = models.TextField(_("nom"))
    slug = models.SlugField(_("adresse"), max_length=120, db_index=False)
    families = models.PositiveSmallIntegerField(_("familles"))
    main_type = models.ForeignKey(OfferType, models.PROTECT, related_name="+", verbose_name=_("type principal"))
    types = models.JSONField(_("types"), default=list)
    themes = models.JSONField(_("thèmes"), default=list, blank=True)
    labels = models.JSONField(_("labels et classements"), default=list, blank=True)
    amenities = models.JSONField(_("équipements et services"), default=list, blank=True)
    accessibility = models.JSONField(_("accessibilité"), default=list, blank=True)

    lon = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="offers", db_index=False, verbose_name=_("commune")
    )
    address = models.JSONField(_("adresse postale"), default=dict, blank=True)
    contacts = models.JSONField(_("contacts"), default=list, blank=True)
    schedule = models.JSONField(_("horaires (règles)"), default=dict, blank=True)
    prices = models.JSONField(_("tarifs"), default=list, blank=True)
    min_price = models.PositiveIntegerField(_("prix minimal (centimes)"), null=True, blank=True)
    capacities = models.JSONField(_("capacités"), default=dict, blank=True)
    languages = models.JSONField(_("langues parlées"), default=list, blank=True)
    details = models.JSONField(_("autres renseignements"), default=dict, blank=True)

    provenance = models.JSONField(_("provenance par champ"), default=dict, blank=True)
    completeness = models.PositiveSmallIntegerField(_("complétude (%)"), default=0)
    missing = models.JSONField(_("ce qui manque"), default=list, blank=True)
    fingerprint = models.BinaryField(_("empreinte"), max_length=32, default=b"")
    source_updated_at = models.DateTimeField(_("mise à jour chez la source"), null=True, blank=True)
    created_at = models.DateTimeField(_("créée le"))
    updated_at = models.DateTimeField(_("modifiée le"), db_index=True)

    owner = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="offers", verbose_name=_("prestataire")
    )
    managed_by = models.ForeignKey(
        Destination,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="managed_offers",
        verbose_name=_("destination propriétaire"),
    )

    objects = ScopedManager.from_queryset(OfferQuerySet)()
    everything = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offre")
        verbose_name_plural = _("offres")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "producer", "external_id"], name="offer_once"),
            models.CheckConstraint(condition=models.Q(families__gt=0, families__lt=16), name="offer_has_a_family"),
            models.CheckConstraint(
                condition=models.Q(lon=None, lat=None)
                | models.Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="offer_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["lon", "lat"]),
            models.Index(fields=["commune", "status"]),
            models.Index(fields=["status", "name", "id"]),
            models.Index(fields=["status", "completeness"]),
        ]

    def __str__(self) -> str:
        return self.name


class OfferText(models.Model):
    """The offer's words in one language, as the source wrote them."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="texts", db_index=False)
    language = models.CharField(_("langue"), max_length=12)
    name = models.TextField(_("nom"), blank=True, default="")
    short = models.TextField(_("accroche"), blank=True, default="")
    long = models.TextField(_("description"), blank=True, default="")
    machine = models.BooleanField(_("traduction automatique"), default=False)

    class Meta:
        verbose_name = _("texte")
        verbose_name_plural = _("textes")
        constraints = [models.UniqueConstraint(fields=["offer", "language"], name="one_text_a_language")]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class Media(models.Model):
    """A picture or a document of an offer, with the rights that decide whether it is shown."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="media", db_index=False, verbose_name=_("offre"))
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    url = models.TextField(_("adresse du fichier"))
    kind = models.CharField(_("sorte"), max_length=10, choices=MediaKind, default=MediaKind.IMAGE)
    title = models.TextField(_("légende"), blank=True, default="")
    credit = models.TextField(_("crédit"), blank=True, default="")
    licence = models.TextField(_("licence"), blank=True, default="")
    width = models.PositiveIntegerField(_("largeur (pixels)"), null=True, blank=True)
    height = models.PositiveIntegerField(_("hauteur (pixels)"), null=True, blank=True)
    rights_start = models.DateField(_("droits à partir du"), null=True, blank=True)
    rights_end = models.DateField(_("droits jusqu’au"), null=True, blank=True)

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("média")
        verbose_name_plural = _("médias")
        ordering = ["offer", "position", "id"]
        indexes = [models.Index(fields=["offer", "position"]), models.Index(fields=["rights_end"])]

    def __str__(self) -> str:
        return self.title or self.url


class Session(models.Model):
    """One dated occurrence of an event, of at most 24 hours: what the agenda lists."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="sessions")
    day = models.DateField(_("jour"))
    starts_at = models.DateTimeField(_("début"), null=True, blank=True)
    ends_at = models.DateTimeField(_("fin"), null=True, blank=True)
    rarity = models.FloatField(_("rareté (1 = séance unique)"), default=1.0)

    class Meta:
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        ordering = ["day", "-rarity", "starts_at", "id"]
        indexes = [models.Index(fields=["day", "-rarity"])]

    def __str__(self) -> str:
        return f"{self.offer} – {self.day:%d/%m/%Y}"


class OfferRaw(models.Model):
    """What came from the source, verbatim (zstandard): nothing the model does not hold is lost."""

    offer = models.OneToOneField(Offer, models.CASCADE, primary_key=True, related_name="raw")
    content = models.BinaryField(_("objet d’origine (zstd)"))

    class Meta:
        verbose_name = _("objet d’origine")
        verbose_name_plural = _("objets d’origine")

    def __str__(self) -> str:
        return str(self.offer_id)


class OfferShare(models.Model):
    """Somebody else's offer that a destination was given to edit."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="shares", verbose_name=_("offre"))
    destination = models.ForeignKey(
        Destination, models.CASCADE, related_name="shared_offers", verbose_name=_("destination")
    )

    class Meta:
        verbose_name = _("partage d’offre")
        verbose_name_plural = _("partages d’offre")
        constraints = [models.UniqueConstraint(fields=["offer", "destination"], name="share_once")]

    def __str__(self) -> str:
        return f"{self.offer} → {self.destination}"
