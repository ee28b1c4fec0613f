"""Reads of the public site."""

from .maps import communes_geojson
from .pages import editorial_page, featured_pages
from .places import Door, Office, doors, offices, sources_shown
from .saved import kept_ids, own_notebook, shared_notebook

__all__ = [
    "Door",
    "Office",
    "communes_geojson",
    "doors",
    "editorial_page",
    "featured_pages",
    "kept_ids",
    "offices",
    "own_notebook",
    "shared_notebook",
    "sources_shown",
]
