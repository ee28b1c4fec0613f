"""Every address of the project, and how to fill one in. An address that nobody knows how to fill in is a failure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.mixins import SpreadsheetExportMixin

ANGLE = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
NAMED = re.compile(r"\(\?P<(?P<name>\w+)>(?:[^()]|\([^()]*\))*\)")
GROUP = re.compile(r"\((?:[^()]|\([^()]*\))*\)")


class UnknownArgument(LookupError):
    """Nobody has said what to put in this place of an address: add it to the builder."""


@dataclass(frozen=True)
class Address:
    route: str
    #: The model whose rows the view shows, where it says so.
    model: type[Model] | None
    #: Whether it lists, and so can be searched.
    lists: bool
    #: Whether it also writes its list into a spreadsheet.
    exports: bool

    @property
    def place(self) -> str:
        return self.route.partition("/")[0]

    def fill(self, value_of: "Callable[[Address, str], Any]") -> str:
        """The path, each argument put in. Raises UnknownArgument."""
        path = NAMED.sub(lambda found: str(value_of(self, found["name"])), self.route)
        path = ANGLE.sub(lambda found: str(value_of(self, found["name"])), path)
        path = GROUP.sub(lambda found: str(value_of(self, found[0])), path)
        return "/" + path.replace("^", "").replace("$", "").replace("\\.", ".")


def every_address() -> list[Address]:
    return [
        Address(
            route,
            model_of(pattern),
            lists="choose" in route or shows(pattern, BaseListingView),
            exports=shows(pattern, SpreadsheetExportMixin),
        )
        for route, pattern in _walk(get_resolver(), "")
    ]


def shows(pattern: URLPattern, kind: type) -> bool:
    view = getattr(pattern.callback, "view_class", None)
    return view is not None and issubclass(view, kind)


def _walk(resolver: URLResolver, above: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern
        else:
            yield from _walk(pattern, route)


def model_of(pattern: URLPattern) -> type[Model] | None:
    callback = pattern.callback
    candidates = (
        getattr(callback, "view_initkwargs", {}).get("model"),
        getattr(getattr(callback, "model_admin", None), "model", None),
        getattr(getattr(callback, "view_class", None), "model", None),
    )
    return next((found for found in candidates if isinstance(found, type) and issubclass(found, Model)), None)
