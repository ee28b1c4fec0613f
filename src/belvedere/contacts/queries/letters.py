"""A letter made ready to be copied: drawn once for each language, filled in for each person."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any

import nh3
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from belvedere.contacts import events
from belvedere.contacts.enums import Purpose
from belvedere.contacts.models import Letter
from belvedere.shell import palette
from belvedere.territories import queries as territories
from belvedere.territories.models import Destination

from .addresses import full
from .words import plain_text
from .writing import Writing, writing_of

#: Places to be filled in for each person, in characters that no keyboard writes.
OPEN, CLOSE = "\ue000", "\ue001"
PLACE = re.compile(f"{OPEN}([A-Z]+[0-9]*){CLOSE}")
NAME = re.compile(r"\s?\[pr(?:é|e)nom\]", re.IGNORECASE)
HREF = re.compile(r'href="([^"]*)"')
TAGS = {"p", "h2", "h3", "b", "strong", "i", "em", "ul", "ol", "li", "a", "br"}
WIDTH = 600
#: Blocks that a short message may hold.
SHORT = ("text", "button")


def place(name: str) -> str:
    return f"{OPEN}{name}{CLOSE}"


@dataclass(frozen=True)
class Card:
    """An offer as a letter shows it; ``picture`` is a full address, empty when no right allows one."""

    id: int
    name: str
    text: str
    url: str
    picture: str = ""
    alternative: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Drawn:
    """A letter in one language, its places still open; ``links`` are where they lead, by rank."""

    subject: str
    html: str
    text: str
    links: tuple[str, ...]
    language: str
    sender: str
    reply_to: str
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Copy:
    subject: str
    html: str
    text: str


def languages_of(letter: Letter) -> list[str]:
    return [child.value["language"] for child in letter.versions]


def language_for(letter: Letter, spoken: str) -> str:
    """The version for somebody who speaks this: her own, else English for who speaks no French, else the first one.
    Empty for a letter without a version."""
    known = languages_of(letter)
    for wanted in (spoken or "fr", "en" if spoken not in ("", "fr") else "fr"):
        if wanted in known:
            return wanted
    return known[0] if known else ""


def draw(letter: Letter, language: str, *, now: datetime, writing: Writing | None = None) -> Drawn:
    """Raises LookupError when the letter has no such version."""
    version = next((one.value for one in letter.versions if one.value["language"] == language), None)
    if version is None:
        raise LookupError(f"letter {letter.pk} has no version in {language!r}")
    writing = writing or writing_of(letter.destination)
    with translation.override(language):
        return _draw(letter, version, language, now, writing)


def _draw(letter: Letter, version: Any, language: str, now: datetime, writing: Writing) -> Drawn:
    destination = letter.destination
    brand = territories.resolved_brand(destination)
    light, dark = palette.light_theme(brand.palette), palette.dark_theme(brand.palette)
    blocks = [_block(child, letter, language, now, light) for child in version["body"]]
    page = {
        "language": language,
        "subject": version["subject"],
        "preview": version["preview"],
        "brand": brand,
        "home": full(destination, reverse("site:home")),
        "blocks": [one for one in blocks if one],
        "reason": _("Vous recevez cette lettre parce que vous l’avez demandée : « %s ».")
        % Purpose(letter.purpose).label,
        "postal_address": writing.postal_address,
        "leave": place("LEAVE"),
        "preferences": place("PREFERENCES"),
        "width": WIDTH,
        "day": _inks(light),
        "night": _inks(dark),
    }
    links: list[str] = []
    html = _with_places(render_to_string("contacts/letter/letter.html", page), links)
    text = _with_places(render_to_string("contacts/letter/letter.txt", page), links, plain=True)
    subject = NAME.sub(place("NAME"), version["subject"])
    return Drawn(subject, html, text, tuple(links), language, writing.sender, writing.reply_to)


def short(letter: Letter, language: str, name: str) -> str:
    """The words of a short message: its texts and the addresses of its buttons, on one line. Raises LookupError."""
    version = next((one.value for one in letter.versions if one.value["language"] == language), None)
    if version is None:
        raise LookupError(f"letter {letter.pk} has no version in {language!r}")
    parts = [
        plain_text(expand_db_html(str(child.value.source)))
        if child.block_type == "text"
        else f"{child.value['label']} {full(letter.destination, child.value['url'])}"
        for child in version["body"]
        if child.block_type in SHORT
    ]
    return " ".join(NAME.sub(f" {name}" if name else "", " ".join(parts)).split())


def _inks(theme: dict[str, str]) -> dict[str, str]:
    """Names that a template can write."""
    kept = {name: theme[name] for name in ("paper", "surface", "line", "ink", "muted")}
    return kept | {"link": theme["brand-ink"], "button": theme["brand"], "on_button": theme["on-brand"]}


def _block(child: Any, letter: Letter, language: str, now: datetime, light: dict[str, str]) -> dict[str, Any]:
    """What the two templates print of a block; empty for an offer that is no longer online."""
    kind, value, destination = child.block_type, child.value, letter.destination
    if kind == "text":
        html = _rich(str(value.source), light, destination)
        return {"kind": kind, "html": html, "text": plain_text(html)}
    if kind == "button":
        return {"kind": kind, "label": value["label"], "url": full(destination, value["url"])}
    if kind == "survey":
        return _survey(value, destination)
    if kind == "picture":
        return _own_picture(value, destination)
    ask = _ask(language, destination, now)
    if kind == "offer_picture":
        cards = ask([value["offer"].pk] if value["offer"] else [])
        return {"kind": "picture", **_picture(cards[0])} if cards and cards[0].picture else {}
    cards = ask([row.pk for row in value["offers"] if row])
    return {"kind": kind, "title": value["title"], "cards": cards} if cards else {}


def _survey(value: Any, destination: Destination) -> dict[str, Any]:
    """A button to the survey; the copy's own word follows its address."""
    if value["survey"] is None:
        return {}
    url = full(destination, reverse("contacts:survey", args=[value["survey"].code]))
    return {"kind": "button", "label": value["label"], "url": url + place("COPY")}


def _ask(language: str, destination: Destination, now: datetime) -> Callable[[list[int]], list[Card]]:
    def cards(ids: list[int]) -> list[Card]:
        answers = events.cards_asked.send(sender=Letter, ids=ids, language=language, destination=destination, now=now)
        return [card for _receiver, found in answers for card in found]

    return cards


def _picture(card: Card) -> dict[str, str]:
    return {
        "src": card.picture, "alternative": card.alternative or card.name, "credit": card.credit, "url": card.url,
        "caption": "",
    }  # fmt: skip


def _own_picture(value: Any, destination: Destination) -> dict[str, Any]:
    image = value["image"]
    if image is None:
        return {}
    rendition = image.get_rendition(f"max-{WIDTH * 2}x{WIDTH * 2}|format-jpeg")
    return {
        "kind": "picture", "src": full(destination, rendition.url), "alternative": value["alternative"],
        "credit": value["credit"], "caption": value["caption"], "url": "",
    }  # fmt: skip


def _rich(source: str, light: dict[str, str], destination: Destination) -> str:
    """The editor's text, nothing but our tags, each with its style: mail readers keep no style sheet."""
    styles = {
        "p": f"margin:0 0 16px;color:{light['ink']}",
        "h2": f"margin:24px 0 8px;font-size:22px;line-height:1.25;color:{light['brand-ink']}",
        "h3": f"margin:20px 0 6px;font-size:18px;line-height:1.3;color:{light['brand-ink']}",
        "a": f"color:{light['brand-ink']};text-decoration:underline",
        "ul": "margin:0 0 16px;padding-left:22px", "ol": "margin:0 0 16px;padding-left:22px",
        "li": f"margin:0 0 6px;color:{light['ink']}",
    }  # fmt: skip
    classes = {"h2": "title", "h3": "title", "a": "link", "p": "ink", "li": "ink"}
    clean = nh3.clean(
        expand_db_html(source),
        tags=TAGS,
        attributes={tag: {"style", "class"} for tag in styles} | {"a": {"href", "style", "class"}},
        set_tag_attribute_values={
            tag: {"style": style} | ({"class": classes[tag]} if tag in classes else {}) for tag, style in styles.items()
        },
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    return HREF.sub(lambda found: f'href="{escape(full(destination, unescape(found[1])))}"', clean)


def _with_places(text: str, links: list[str], *, plain: bool = False) -> str:
    """Names become places; so do the addresses of links, each ranked once."""
    text = NAME.sub(place("NAME"), text)

    def ranked(url: str) -> str:
        if PLACE.fullmatch(url) or not url.startswith(("http://", "https://")):
            return url
        if url not in links:
            links.append(url)
        return place(f"LINK{links.index(url)}")

    if plain:
        return re.sub(r"https?://[^\s<>()]+", lambda found: ranked(found[0]), text)
    return HREF.sub(lambda found: f'href="{escape(ranked(unescape(found[1])))}"', text)


def fill(
    drawn: Drawn,
    *,
    name: str,
    leave: str,
    preferences: str,
    tracked: Callable[[int], str] | None,
    copy: str = "",
) -> Copy:
    """One person's copy. ``tracked`` gives the address that counts the link of a rank, None leads straight there.
    ``copy`` is the copy's own word, that a survey's address ends with: such a link is not tracked, answering tells."""
    given = {"NAME": f" {name}" if name else "", "LEAVE": leave, "PREFERENCES": preferences}
    word = f"{copy}/" if copy else ""
    given |= {
        f"LINK{rank}": url.replace(place("COPY"), word) if place("COPY") in url else tracked(rank) if tracked else url
        for rank, url in enumerate(drawn.links)
    }
    marked = {key: escape(value) for key, value in given.items()}
    subject = _filled(drawn, "subject", drawn.subject, given)
    return Copy(" ".join(subject.split()), _filled(drawn, "html", drawn.html, marked),
                _filled(drawn, "text", drawn.text, given))  # fmt: skip


def _filled(drawn: Drawn, part: str, text: str, values: dict[str, str]) -> str:
    """Texts and names of places in turn; cut once for all copies."""
    pieces = drawn.parts.setdefault(part, tuple(PLACE.split(text)))
    return "".join(values.get(piece, "") if rank % 2 else piece for rank, piece in enumerate(pieces))
