"""Journeys given with the house: a destination starts from them, closed, and makes them her own."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from belvedere.contacts.enums import ActKind, Purpose, Stage, Trigger
from belvedere.contacts.models import Journey, Letter
from belvedere.territories.models import Destination

from .journeys import save_journey
from .ready_surveys import provide_survey
from .writing import save_letter


@dataclass(frozen=True)
class Given:
    """A journey of one letter: ``wait`` days then until ``at``. ``words``: subject, paragraphs, button, its address;
    without an address the button leads to the house's survey."""

    name: str
    stage: Stage
    trigger: Trigger
    purpose: Purpose
    subject: str
    paragraphs: tuple[str, ...]
    button: tuple[str, str]
    wait: int = 0
    at: str = "10:00"
    act_kind: str = ""
    days: int = 0
    again_after: int | None = None
    stop_on: tuple[str, ...] = ()


HELLO = "Bonjour [prénom],"
READY = (
    Given(
        "Bienvenue", Stage.DREAM, Trigger.CONSENT, Purpose.NEWSLETTER, "Bienvenue parmi nous",
        (HELLO, "Vous venez de nous confier votre adresse, merci. Une lettre par mois, jamais davantage, et un lien "
         "pour partir en bas de chacune.", "En attendant, voici ce qui se passe ces jours-ci."),
        ("Voir l’agenda", "/agenda/"),
    ),
    Given(
        "Avant le séjour", Stage.PLAN, Trigger.STAY, Purpose.OFFERS, "Votre séjour approche",
        (HELLO, "Vous venez bientôt. De quoi préparer vos journées : idées près de chez vous, horaires à jour, et un "
         "carnet où les garder sans créer de compte."),
        ("Préparer mes journées", "/recherche/"), act_kind=ActKind.PLANNED, days=-7, again_after=60,
    ),
    Given(
        "Votre réservation", Stage.BOOK, Trigger.ACT, Purpose.OFFERS, "Votre réservation, et la suite",
        (HELLO, "Vous avez réservé chez nous, merci. Un stationnement, une visite à retenir avant qu’elle soit "
         "complète, un conseil de route\N{NO-BREAK SPACE}: l’accueil répond, et le site a les horaires du jour."),
        ("Choisir mes visites", "/recherche/"), act_kind=ActKind.BOOKED, again_after=30,
    ),
    Given(
        "Pendant le séjour", Stage.STAY, Trigger.STAY, Purpose.OFFERS, "Ce soir et demain, près de chez vous",
        (HELLO, "Bienvenue. Voici ce qui se passe ce soir et demain\N{NO-BREAK SPACE}; s’il pleut, le site dit ce qui "
         "est ouvert à l’abri, et l’accueil compose la journée avec vous."),
        ("Voir l’agenda", "/agenda/"), at="17:00", act_kind=ActKind.PLANNED, again_after=60, stop_on=(ActKind.DESK,),
    ),
    Given(
        "Comment était-ce ?", Stage.SHARE, Trigger.STAY, Purpose.SURVEY, "Comment était-ce ?",
        (HELLO, "Vous étiez chez nous il y a deux jours. Deux minutes pour nous dire ce qui vous a plu, et ce qui "
         "vous a manqué\N{NO-BREAK SPACE}? Une personne de l’office lit chaque réponse."),
        ("Donner mon avis", ""), wait=2, act_kind=ActKind.STAYED, again_after=60, stop_on=(ActKind.ANSWERED,),
    ),
    Given(
        "Un an déjà", Stage.BACK, Trigger.STAY, Purpose.OFFERS, "Un an déjà",
        (HELLO, "Il y a un an, vous étiez ici. Voici ce qui a changé depuis, et ce qui n’a pas bougé."),
        ("Ce qu’il y a de neuf", "/agenda/"), act_kind=ActKind.STAYED, days=365, again_after=300,
        stop_on=(ActKind.BOOKED,),
    ),
    Given(
        "Plus de nouvelles", Stage.BACK, Trigger.SILENCE, Purpose.NEWSLETTER, "Souhaitez-vous encore nos lettres ?",
        (HELLO, "Nous n’avons plus de nouvelles de vous depuis dix-huit mois. Si nos lettres ne vous servent plus, le "
         "lien ci-dessous y met fin\N{NO-BREAK SPACE}; sinon, rien à faire."),
        ("Voir l’agenda", "/agenda/"), days=540, again_after=540,
    ),
)  # fmt: skip


@transaction.atomic
def give_journeys(*, destination: Destination, by: Any, now: datetime) -> list[Journey]:
    """Writes those that the destination has not yet, with their letters; none is open."""
    known = set(Journey.everything.filter(destination=destination).values_list("name", flat=True))
    return [_give(one, destination, by, now) for one in READY if one.name not in known]


def _give(given: Given, destination: Destination, by: Any, now: datetime) -> Journey:
    label, url = given.button
    body = [
        {"type": "text", "value": "".join(f"<p>{paragraph}</p>" for paragraph in given.paragraphs)},
        _button(label, url, destination, by, now),
    ]
    version = {"language": "fr", "subject": given.subject, "preview": "", "body": body}
    letter = Letter(
        destination=destination,
        name=given.name,
        purpose=given.purpose,
        versions=[{"type": "version", "value": version}],
    )
    save_letter(letter=letter, by=by, now=now)
    steps = [
        {"type": "wait", "id": str(uuid.uuid4()), "value": {"days": given.wait, "hours": 0, "at": given.at}},
        {"type": "letter", "id": str(uuid.uuid4()), "value": letter.pk},
    ]
    journey = Journey(
        destination=destination, name=given.name, stage=given.stage, trigger=given.trigger, act_kind=given.act_kind,
        given=given.purpose if given.trigger == Trigger.CONSENT else "", days=given.days, steps=steps,
        again_after=given.again_after, stop_on=list(given.stop_on),
    )  # fmt: skip
    return save_journey(journey=journey, by=by, now=now)


def _button(label: str, url: str, destination: Destination, by: Any, now: datetime) -> dict[str, Any]:
    if url:
        return {"type": "button", "value": {"label": label, "url": url}}
    survey = provide_survey(destination=destination, by=by, now=now)
    return {"type": "survey", "value": {"label": label, "survey": survey.pk}}
