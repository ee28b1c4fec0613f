"""Ways of cutting the day, solved and compared before one is chosen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.kit.models import Job
from belvedere.kit.scope import ScopedManager

from .edition import RHYTHM, Edition, Rhythm


class Scenario(Rhythm):
    """A way of cutting an edition's day, and what it would give.

    ``outcome`` is the engine's ``Figures`` with ``status``, ``bound``, ``waiting`` (idle minutes in all) and ``ends``
    (minute of the day when the last meeting is over); empty as long as it is not solved. ``digest`` is that of the
    edition's own data at that moment. ``refusal`` says why it could not be solved.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="scenarios", verbose_name=_("édition"))
    name = models.CharField(_("nom"), max_length=80)
    asked_at = models.DateTimeField(_("demandé le"))
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    outcome = models.JSONField(default=dict, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    refusal = models.CharField(max_length=400, blank=True, default="", editable=False)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("scénario")
        verbose_name_plural = _("scénarios")
        ordering = ["edition", "id"]
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="scenario_named_once")]

    def __str__(self) -> str:
        return self.name

    def trial(self) -> Edition:
        """The edition as it would be, never to be saved."""
        kept = {field.attname: getattr(self.edition, field.attname) for field in Edition._meta.concrete_fields}
        return Edition(**kept | {name: getattr(self, name) for name in RHYTHM})
