"""Image and awareness studies: a market asked each year, its quotas, and who answered, without a name."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.territories.enums import Country
from belvedere.territories.models import Destination

EARLIEST = 1990


class Study(models.Model):
    """What is asked on each market: « which destinations of … do you know », then this one by its name, then what one
    thinks of when hearing it (``traits``, one a line)."""

    destination = models.ForeignKey(Destination, models.PROTECT, related_name="+", verbose_name=_("destination"))
    name = models.CharField(_("nom"), max_length=120)
    traits = models.TextField(
        _("traits d’image"), help_text=_("Un par ligne, par exemple « nature préservée » ou « cher ».")
    )

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("étude d’image")
        verbose_name_plural = _("études d’image")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def trait_names(self) -> list[str]:
        return list(dict.fromkeys(line.strip() for line in self.traits.splitlines() if line.strip()))


class Wave(models.Model):
    """One market, one year. ``margins`` are the known shares of the market (``{trait: {cell: %}}``): quotas while the
    institute asks, weights after. ``content`` is the institute's file until its lines are in; ``columns`` is our
    column → its heading. ``job`` brings it in: so many lines ``read``, their outcomes in ``counts``, the first ones
    that failed in ``faults`` (``[line, sentence]``)."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="waves", verbose_name=_("étude"))
    market = models.CharField(_("marché"), max_length=2, choices=Country)
    year = models.PositiveSmallIntegerField(_("année"))
    institute = models.CharField(_("institut"), max_length=120, blank=True, default="")
    asked_on = models.DateField(_("terrain commencé le"), null=True, blank=True)
    target = models.PositiveIntegerField(_("réponses voulues"), default=400)
    contacted = models.PositiveIntegerField(_("personnes sollicitées"), null=True, blank=True)
    margins = models.JSONField(_("parts connues du marché"), default=dict)
    name = models.CharField(_("fichier"), max_length=200, blank=True, default="", editable=False)
    content = models.BinaryField(null=True, editable=False)
    headings = models.JSONField(default=list, editable=False)
    columns = models.JSONField(default=dict, editable=False)
    job = models.ForeignKey("kit.Job", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    read = models.PositiveIntegerField(default=0, editable=False)
    counts = models.JSONField(default=dict, editable=False)
    faults = models.JSONField(default=list, editable=False)
    brought_at = models.DateTimeField(null=True, editable=False)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("vague d’étude")
        verbose_name_plural = _("vagues d’étude")
        ordering = ["-year", "market", "id"]
        constraints = [
            models.UniqueConstraint(fields=["study", "market", "year"], name="wave_once_a_year"),
            models.CheckConstraint(condition=Q(year__gte=EARLIEST, target__gte=1), name="wave_wants_answers"),
        ]

    def __str__(self) -> str:
        return f"{self.get_market_display()} {self.year}"

    @property
    def under_way(self) -> bool:
        return self.content is not None and self.job is not None and self.job.under_way


class Respondent(models.Model):
    """Somebody asked by an institute: the number that it gave, her cells of the margins, what she knows and thinks."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="respondents", verbose_name=_("vague"))
    number = models.CharField(_("numéro de l’institut"), max_length=40)
    cells = models.JSONField(_("modalités"))
    spontaneous = models.BooleanField(_("cite la destination d’elle-même"))
    assisted = models.BooleanField(_("la connaît quand on la nomme"))
    traits = models.JSONField(_("traits d’image"), default=list)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("répondant")
        verbose_name_plural = _("répondants")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "number"], name="respondent_once"),
            models.CheckConstraint(
                condition=Q(spontaneous=False) | Q(assisted=True), name="who_cites_a_place_knows_it"
            ),
        ]

    def __str__(self) -> str:
        return self.number
