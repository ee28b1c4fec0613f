"""The nearest words there are: the reader's language, else English for who reads no French, else French."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import override, pgettext

from belvedere.engines import offers


def languages(wanted: str) -> list[str]:
    """In the order of choice."""
    return ["fr"] if wanted == "fr" else list(dict.fromkeys((wanted, "en", "fr")))


def in_words(texts: Any, wanted: str) -> str:
    """Of texts by language; empty for none at all."""
    if not isinstance(texts, Mapping):
        return ""
    return next((str(texts[language]) for language in languages(wanted) if texts.get(language)), "")


def type_name(code: str, french: str, english: str, wanted: str) -> str:
    """The name of a class of offers: known ones are in the catalogue of messages, others in French or English."""
    if wanted == "fr":
        return french
    return pgettext("type", french) if wanted != "en" and offers.known(code) else english or french


def class_name(code: str, wanted: str) -> str:
    return type_name(code, offers.label(code), offers.label(code, "en"), wanted)


@cache
def named_in(code: str, language: str) -> str:
    """The same outside of a page, whatever language is spoken there."""
    with override(language):
        return class_name(code, language)
