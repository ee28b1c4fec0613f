"""Surveys, who was asked, and what was answered by nobody in particular."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.enums import AnswerPath, QuestionKind, Stage
from belvedere.kit.scope import ScopedManager
from belvedere.shell.fields import BlocksField
from belvedere.territories.enums import Language
from belvedere.territories.models import Destination

from .consent import OptIn
from .people import Person
from .survey_blocks import QuestionsBlock

#: Letters of a code that nobody takes for one another when it is typed from a poster.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def draw_code() -> str:
    return "".join(secrets.choice(LETTERS) for _rank in range(8))


def draw_number() -> int:
    """Numbers given in turn would tell in what order people answered, and so who did. Whole in a JSON reader."""
    return secrets.randbelow(2**53 - 1) + 1


class SurveyQuerySet(models.QuerySet["Survey"]):
    def open_on(self, day: object) -> "SurveyQuerySet":
        return self.filter(Q(closes_on=None) | Q(closes_on__gte=day), opens_on__lte=day)


class Survey(models.Model):
    """A questionnaire, open from a day on. ``code`` is its public address. ``population``: how many could answer it,
    where that is known (the people of one event): margins then narrow."""

    destination = models.ForeignKey(Destination, models.PROTECT, related_name="+", verbose_name=_("destination"))
    name = models.CharField(_("nom"), max_length=120, help_text=_("Pour s’y retrouver au bureau."))
    code = models.CharField(_("code public"), max_length=12, unique=True, default=draw_code, editable=False)
    stage = models.CharField(_("moment du séjour"), max_length=5, choices=Stage, default=Stage.STAY)
    opens_on = models.DateField(_("ouverte du"))
    closes_on = models.DateField(_("au"), null=True, blank=True)
    population = models.PositiveIntegerField(
        _("combien pouvaient répondre"),
        null=True,
        blank=True,
        help_text=_("Seulement quand on le sait, par exemple les participants d’un événement."),
    )
    questions = BlocksField(QuestionsBlock(), verbose_name=_("questions"), default=list)

    objects = ScopedManager()
    everything = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquête")
        verbose_name_plural = _("enquêtes")
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gte=F("opens_on")), name="survey_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=Q(population=None) | Q(population__gte=1), name="survey_asks_somebody"),
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """How many were asked one day by one way, as somebody counted them (cards handed out, a tablet held out). Letters
    count themselves. Who opened anything is never counted."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations", verbose_name=_("enquête"))
    path = models.CharField(_("par où"), max_length=5, choices=AnswerPath)
    on = models.DateField(_("le"))
    count = models.PositiveIntegerField(_("personnes sollicitées"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("noté par")
    )

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("sollicitation")
        verbose_name_plural = _("sollicitations")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "path", "on"], name="invitation_counted_once_a_day"),
            models.CheckConstraint(condition=Q(count__gte=1), name="invitation_asks_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.survey} – {self.on:%d/%m/%Y}"


class Sheet(models.Model):
    """One sheet of answers: whose, nobody knows, unless she has asked to be contacted and confirmed it (``person``;
    ``optin`` until then). It bears a day and no hour; one that a personal letter brought bears the first of its month.
    """

    id = models.PositiveBigIntegerField(primary_key=True, default=draw_number, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="sheets", verbose_name=_("enquête"))
    on = models.DateField(_("le"))
    language = models.CharField(_("langue"), max_length=2, choices=Language)
    path = models.CharField(_("par où"), max_length=5, choices=AnswerPath)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="sheets", verbose_name=_("personne")
    )
    optin = models.ForeignKey(OptIn, models.SET_NULL, null=True, blank=True, related_name="sheets", editable=False)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("feuille de réponses")
        verbose_name_plural = _("feuilles de réponses")
        ordering = ["-on", "id"]
        indexes = [models.Index(fields=["survey", "on"])]

    def __str__(self) -> str:
        return f"{self.survey} – {self.on:%d/%m/%Y}"


class Answer(models.Model):
    """What was answered to one question (the key of its block): a mark, a choice (the key of its answer), or words.
    A question with several answers has one row for each."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="answers", verbose_name=_("feuille"))
    question = models.CharField(_("question"), max_length=36)
    kind = models.CharField(_("sorte"), max_length=7, choices=QuestionKind)
    mark = models.PositiveSmallIntegerField(_("note"), null=True, blank=True)
    choice = models.CharField(_("réponse"), max_length=36, blank=True, default="")
    words = models.TextField(_("mots"), blank=True, default="")

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        ordering = ["id"]
        indexes = [models.Index(fields=["question"])]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "question", "choice"], name="answer_once_a_sheet"),
            models.CheckConstraint(
                condition=Q(kind="nps", mark__lte=10)
                | Q(kind="csat", mark__gte=1, mark__lte=5)
                | (Q(kind__in=("one", "several"), mark=None) & ~Q(choice=""))
                | Q(kind="free", mark=None, choice=""),
                name="answer_fits_its_question",
            ),
        ]

    def __str__(self) -> str:
        return self.words or self.choice or str(self.mark)
