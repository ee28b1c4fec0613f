"""The survey given with the house: five questions, one minute, in six languages."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from belvedere.contacts.enums import QuestionKind, Stage
from belvedere.contacts.models import Survey
from belvedere.territories.models import Destination

from .surveys import save_survey

NAME = "Votre séjour"
CODES = ("fr", "en", "de", "nl", "es", "it")
MISSED = ("Qu’est-ce qui vous a manqué\N{NO-BREAK SPACE}?", "What was missing?", "Was hat Ihnen gefehlt?",
          "Wat miste u?", "¿Qué echó en falta?", "Che cosa le è mancato?")  # fmt: skip
MISSING = (
    ("Transports", "Transport", "Verkehrsmittel", "Vervoer", "Transporte", "Trasporti"),
    ("Restaurants ouverts", "Open restaurants", "Geöffnete Restaurants", "Open restaurants", "Restaurantes abiertos",
     "Ristoranti aperti"),
    ("Activités par temps de pluie", "Things to do in the rain", "Angebote bei Regen", "Dingen te doen bij regen",
     "Actividades para días de lluvia", "Attività per i giorni di pioggia"),
    ("Informations à jour", "Up-to-date information", "Aktuelle Informationen", "Actuele informatie",
     "Información al día", "Informazioni aggiornate"),
    ("Rien", "Nothing", "Nichts", "Niets", "Nada", "Niente"),
)  # fmt: skip


@transaction.atomic
def provide_survey(*, destination: Destination, by: Any, now: datetime) -> Survey:
    """The destination's own survey of the stay, made the first time, open from today on."""
    known = Survey.everything.filter(destination=destination, name=NAME).first()
    if known is not None:
        return known
    survey = Survey(
        destination=destination, name=NAME, stage=Stage.STAY, opens_on=timezone.localdate(now), questions=_questions()
    )
    return save_survey(survey=survey, by=by, now=now)


def _questions() -> list[dict[str, Any]]:
    """The house's own wordings where the words are empty."""
    own = dict.fromkeys(CODES, "")
    missing = [{"type": "item", "id": _key(), "value": _words(one)} for one in MISSING]
    return [
        {"type": QuestionKind.NPS.value, "id": _key(), "value": {"words": own}},
        {"type": QuestionKind.CSAT.value, "id": _key(), "value": {"stage": "", "words": own}},
        {"type": QuestionKind.CSAT.value, "id": _key(), "value": {"stage": Stage.PLAN.value, "words": own}},
        {"type": QuestionKind.SEVERAL.value, "id": _key(), "value": {"words": _words(MISSED), "answers": missing}},
        {"type": QuestionKind.FREE.value, "id": _key(), "value": {"words": own}},
    ]


def _words(said: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(CODES, said, strict=True))


def _key() -> str:
    return str(uuid.uuid4())
