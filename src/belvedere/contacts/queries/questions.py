"""A survey's questions as somebody reads them, in her language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from belvedere.contacts.enums import QuestionKind, Stage
from belvedere.contacts.models import Survey
from belvedere.territories.enums import Language
from belvedere.territories.queries import resolved_brand

from .survey_words import words_in


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
    return words_in(language)[stage if kind == QuestionKind.CSAT else kind].format(place=place)
