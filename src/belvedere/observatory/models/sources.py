"""Where figures come from, and how the columns of its files are to be read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.observatory.enums import SourceKind
from belvedere.territories.models import Destination


class DataSource(models.Model):
    """Who gives figures, in which form, under which licence; what its new series start from."""

    slug = models.SlugField(_("identifiant"), max_length=80, unique=True)
    name = models.CharField(_("nom"), max_length=120)
    kind = models.CharField(_("forme"), max_length=20, choices=SourceKind, default=SourceKind.TABLE)
    destination = models.ForeignKey(
        Destination,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="data_sources",
        verbose_name=_("destination qui la tient"),
    )
    producer = models.CharField(_("producteur"), max_length=200, blank=True, default="")
    licence = models.CharField(_("licence"), max_length=200, blank=True, default="")
    public_licence = models.CharField(
        _("licence de ce qui est publié"),
        max_length=200,
        blank=True,
        default="",
        help_text=_(
            "Celle des pages et des fichiers ouverts à tous, quand elle n’est pas celle de la livraison. "
            "Vide\N{NO-BREAK SPACE}: la même."
        ),
    )
    page = models.URLField(_("page de la source"), blank=True, default="")
    method = models.TextField(_("méthode"), blank=True, default="")
    address = models.URLField(
        _("adresse d’abonnement"),
        blank=True,
        default="",
        help_text=_("Un CSV relu chaque nuit\N{NO-BREAK SPACE}: celui d’un autre observatoire, par exemple."),
    )
    secrecy = models.PositiveIntegerField(
        _("seuil de secret"),
        default=0,
        help_text=_(
            "Plus petit compte montré pour ses nouvelles séries\N{NO-BREAK SPACE}; 0\N{NO-BREAK SPACE}: aucun."
        ),
    )
    is_public = models.BooleanField(_("nouvelles séries publiées"), default=False)

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("source de chiffres")
        verbose_name_plural = _("sources de chiffres")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def open_licence(self) -> str:
        """Under which anybody may use what is published of it."""
        return self.public_licence or self.licence


class Mapping(models.Model):
    """What the columns of a source's tables are; saved once, used by every delivery (``engines.series.Mapping``)."""

    source = models.OneToOneField(DataSource, models.CASCADE, related_name="mapping", verbose_name=_("source"))
    columns = models.JSONField(_("colonnes"), default=dict)
    saved_at = models.DateTimeField(_("enregistrée le"))

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("correspondance de colonnes")
        verbose_name_plural = _("correspondances de colonnes")
        ordering = ["source__name"]

    def __str__(self) -> str:
        return str(self.source)
