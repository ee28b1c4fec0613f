"""Entries of the menus. A room adds its own from its ``urls``: the shell knows no room."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    label: Any
    url_name: str
    order: int
    shown: Callable[[Any], bool]


@dataclass(frozen=True)
class Link:
    """An entry as one request sees it."""

    label: str
    url: str
    current: bool


@dataclass
class Menu:
    entries: dict[str, Entry] = field(default_factory=dict)

    def add(
        self, label: Any, url_name: str, *, order: int = 50, shown: Callable[[Any], bool] = lambda user: True
    ) -> None:
        """``shown`` takes the user; one call to the room's ``access``."""
        self.entries[url_name] = Entry(label, url_name, order, shown)

    def links(self, request: HttpRequest) -> list[Link]:
        found = sorted(self.entries.values(), key=lambda entry: entry.order)
        links = [(str(entry.label), reverse(entry.url_name)) for entry in found if entry.shown(request.user)]
        # The longest address that begins the page's own is where the reader stands.
        here = max((url for _, url in links if request.path.startswith(url)), key=len, default="")
        return [Link(label, url, url == here) for label, url in links]


#: Header of the public site, its footer, header of the professionals' space, header of the desk, what leads from the
#: front page of the figures.
PUBLIC = Menu()
FOOTER = Menu()
PRO = Menu()
DESK = Menu()
FIGURES = Menu()
