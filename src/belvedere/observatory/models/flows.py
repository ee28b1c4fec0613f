"""The zones that flows are counted in, and who each of them is given to."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.people.models import Organisation
from belvedere.territories.models import Destination, Territory

from .sources import DataSource


class FlowZone(models.Model):
    """A zone of a subscription to flows: partners share the subscription, each sees its own zones in detail."""

    source = models.ForeignKey(DataSource, models.CASCADE, related_name="zones", verbose_name=_("source"))
    key = models.CharField(_("nom dans les fichiers"), max_length=200)
    name = models.CharField(_("nom affiché"), max_length=200)
    territory = models.ForeignKey(
        Territory, models.SET_NULL, null=True, blank=True, related_name="flow_zones", verbose_name=_("territoire")
    )
    around = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="inside",
        verbose_name=_("zone qui la contient"),
        help_text=_("Les zones contenues dans une même zone ne se recouvrent pas."),
    )
    destinations = models.ManyToManyField(
        Destination, related_name="flow_zones", blank=True, verbose_name=_("destinations qui la voient en détail")
    )
    organisations = models.ManyToManyField(
        Organisation, related_name="flow_zones", blank=True, verbose_name=_("structures qui la voient en détail")
    )
    is_public = models.BooleanField(_("détail publié"), default=False)

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("zone de flux")
        verbose_name_plural = _("zones de flux")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="flow_zone_once_a_source"),
            models.CheckConstraint(condition=Q(around=None) | ~Q(around=F("id")), name="flow_zone_not_around_itself"),
        ]

    def __str__(self) -> str:
        return self.name
