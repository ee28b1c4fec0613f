"""Answers to a call for participants, kept apart from those who come until the office says yes."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.meetings.enums import Side, SignUpState
from belvedere.people.models import Organisation

from .edition import Edition


class SignUp(models.Model):
    """A structure asks to come. ``people`` is ``[{"name", "email", "arrives", "leaves"}]`` with minutes of the day or
    None; ``offers`` and ``seeks`` as in ``Participant``."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="signups", verbose_name=_("édition"))
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("structure connue")
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("compte")
    )
    side = models.CharField(_("côté"), max_length=6, choices=Side)
    structure = models.CharField(_("structure"), max_length=160)
    about = models.CharField(_("en une phrase"), max_length=200, blank=True, default="")
    segment = models.CharField(_("famille"), max_length=60, blank=True, default="")
    email = models.EmailField(_("adresse électronique"))
    people = models.JSONField(_("qui vient"), default=list)
    offers = models.JSONField(_("ce qu’elle propose"), default=dict, blank=True)
    seeks = models.JSONField(_("ce qu’elle cherche"), default=dict, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("rencontres à la fois"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    state = models.CharField(_("état"), max_length=8, choices=SignUpState, default=SignUpState.ASKED)
    asked_at = models.DateTimeField(_("reçue le"))
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)
    reason = models.CharField(_("motif du refus"), max_length=300, blank=True, default="")
    #: The state that its last letter spoke of.
    told = models.CharField(max_length=8, blank=True, default="", editable=False)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("demande d’inscription")
        verbose_name_plural = _("demandes d’inscription")
        ordering = ["-asked_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["edition", "side", "structure"], name="signup_once")]

    def __str__(self) -> str:
        return self.structure
