"""A survey's questions as somebody reads them, in her language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.enums import QuestionKind, Stage
from belvedere.contacts.models import Survey
from belvedere.territories.enums import Language
from belvedere.territories.queries import resolved_brand

#: The house's own questions, where the office has written none.
HOUSE = {
    QuestionKind.NPS: _("Recommanderiez-vous %(place)s à vos proches\N{NO-BREAK SPACE}?"),
    QuestionKind.FREE: _("Ce qui vous a plu, ce qui vous a manqué\N{NO-BREAK SPACE}:"),
}
ABOUT = {
    Stage.DREAM: _("Ce que vous avez vu vous a-t-il donné envie de venir\N{NO-BREAK SPACE}?"),
    Stage.PLAN: _("Avez-vous trouvé facilement de quoi préparer votre séjour\N{NO-BREAK SPACE}?"),
    Stage.BOOK: _("Êtes-vous satisfait de la réservation\N{NO-BREAK SPACE}?"),
    Stage.STAY: _("Êtes-vous satisfait de votre séjour\N{NO-BREAK SPACE}?"),
    Stage.SHARE: _("Êtes-vous satisfait de ce que vous avez pu rapporter et raconter\N{NO-BREAK SPACE}?"),
    Stage.BACK: _("Avez-vous envie de revenir\N{NO-BREAK SPACE}?"),
}


@dataclass(frozen=True)
class Option:
    key: str
    label: str


@dataclass(frozen=True)
class Question:
    """``stage``: what moment of the stay it is about."""

    key: str
    kind: QuestionKind
    text: str
    stage: Stage
    options: tuple[Option, ...] = ()


def questions_of(survey: Survey, language: str) -> list[Question]:
    place = resolved_brand(survey.destination).name
    return [_question(child, survey, language, place) for child in survey.questions if child.id]


def _question(child: Any, survey: Survey, language: str, place: str) -> Question:
    kind, value = QuestionKind(child.block_type), child.value
    stage = Stage(value.get("stage") or survey.stage)
    options = [Option(one.id, spoken(one.value, language)) for one in _bound(value)]
    text = spoken(value["words"], language) or _house(kind, stage, place, language)
    return Question(child.id, kind, text, stage, tuple(options))


def _bound(value: Any) -> list[Any]:
    return list(value["answers"].bound_blocks) if "answers" in value else []


def spoken(words: Mapping[str, str], language: str) -> str:
    """The wording in this language, else in English for who reads no French, else in French. Empty for none at all:
    the house's own question is then in every language."""
    others = ("en", "fr") if language != Language.FRENCH else ("fr",)
    return next((words[one] for one in (language, *others) if words.get(one)), "")


def _house(kind: QuestionKind, stage: Stage, place: str, language: str) -> str:
    said = ABOUT[stage] if kind == QuestionKind.CSAT else HOUSE[kind]
    with translation.override(language):
        return str(said) % {"place": place}
