"""The register of complaints, and answers to begin from in the charter's tone."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from belvedere.desk.enums import ComplaintState, Topic
from belvedere.desk.models import Complaint
from belvedere.territories.models import Destination

SHOWN = 100


@dataclass(frozen=True)
class Register:
    """``late``: those whose next deadline is past."""

    waiting: tuple[Complaint, ...]
    answered: tuple[Complaint, ...]
    late: int


def register_of(destination: Destination, *, today: date) -> Register:
    """One query for what waits, one for the last answers."""
    rows: QuerySet[Complaint] = Complaint.everything.filter(destination=destination)
    waiting = tuple(rows.exclude(state=ComplaintState.ANSWERED).order_by("answer_by", "pk")[:SHOWN])
    answered = tuple(rows.filter(state=ComplaintState.ANSWERED).order_by("-answered_on", "-pk")[:SHOWN])
    return Register(waiting, answered, sum(next_deadline(one) < today for one in waiting))


def next_deadline(one: Complaint) -> date:
    return one.acknowledge_by if one.state == ComplaintState.RECEIVED else one.answer_by


def model_answer(one: Complaint, *, brand: str) -> str:
    """A first answer: it thanks, says again what was told, what is done, and who follows it. To be rewritten."""
    what = {
        Topic.WELCOME: _(
            "Vous nous dites que notre accueil n’a pas été à la hauteur. Nous en avons parlé avec l’équipe."
        ),
        Topic.PROVIDER: _("Nous avons transmis votre récit à l’établissement et lui avons demandé de vous répondre."),
        Topic.PLACE: _("Nous sommes allés voir, et nous avons prévenu le service qui entretient ce lieu."),
        Topic.SIGNS: _("Nous avons relevé l’endroit et demandé au service compétent de corriger la signalisation."),
        Topic.WORDS: _(
            "Le renseignement était faux\N{NO-BREAK SPACE}: nous l’avons corrigé partout où nous le donnons."
        ),
        Topic.OTHER: _("Nous avons lu votre message avec attention et cherché qui peut y répondre."),
    }[Topic(one.topic)]
    about = _("Vous nous avez écrit à propos de %s.") % one.about if one.about else _("Vous nous avez écrit.")
    lines = (
        _("Bonjour,"), f"{about} {_('Merci d’avoir pris le temps de nous le dire.')}", what,
        _("Si ce n’est pas réglé sous quinze jours, répondez-nous\N{NO-BREAK SPACE}: la même personne vous lira."),
        brand,
    )  # fmt: skip
    return "\n\n".join(lines)
