"""Wagtail's own database search on the rows of the search figure: same names and texts, the box as a filter, two facets
counted (it has none on values of which an offer holds several)."""

import time
from collections.abc import Callable
from typing import Any

from _search_rows import tell

BATCH = 2000


def peer_model() -> Any:
    from django.db import models
    from modelsearch.abstract_models import TextIDGenericRelation
    from wagtail.search import index
    from wagtail.search.models import IndexEntry

    class Peer(index.Indexed, models.Model):
        name = models.TextField()
        body = models.TextField()
        kind = models.TextField()
        commune = models.TextField()
        lon = models.FloatField()
        lat = models.FloatField()
        search_fields = (
            index.SearchField("name", boost=4),
            index.SearchField("body"),
            *(index.FilterField(name) for name in ("kind", "commune", "lon", "lat")),
        )

        class Meta:
            app_label = "catalogue"
            indexes = (models.Index(fields=["lon", "lat"], name="peer_place"),)

        def __str__(self) -> str:
            return self.name

    # What Wagtail does at its start to the models that exist then.
    TextIDGenericRelation(IndexEntry).contribute_to_class(Peer, "index_entries")
    return Peer


def fill_peer(model: Any, rows: int) -> int:
    """Has Wagtail index the first ``rows`` offers with its own code, 2,000 at a time, from where an interrupted making
    left off. Its full-text indexes are made at the end on PostgreSQL, as one does for a bulk load."""
    from django.db import connection
    from wagtail.search.backends import get_search_backend
    from wagtail.search.models import IndexEntry

    if model._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(model)
    index = get_search_backend().get_index_for_model(model)
    done = model.objects.count()
    clock, start = time.perf_counter(), done
    if done < rows:
        _without_indexes(IndexEntry)
        index._refresh_title_norms = lambda full=False: None  # it reads the whole table after each batch
    while done < rows:
        made = _copied(model, done, min(done + BATCH, rows))
        index.add_items(model, made)
        done += len(made)
        tell(f"peer: {done} rows indexed, {time.perf_counter() - clock:.0f} s")
    if start < rows:
        _with_indexes(IndexEntry)
        tell(f"peer: {rows - start} rows indexed in {time.perf_counter() - clock:.0f} s", end=True)
    return done


def _copied(model: Any, first: int, last: int) -> list[Any]:
    from belvedere.catalogue.models import OfferText

    texts = (
        OfferText.objects.filter(offer_id__gt=first, offer_id__lte=last).select_related("offer").order_by("offer_id")
    )
    copies = [
        model(
            id=t.offer_id, name=t.name, body=t.long, kind=t.offer.types[0], commune=t.offer.commune_id,
            lon=t.offer.lon, lat=t.offer.lat,
        )
        for t in texts
    ]  # fmt: skip
    return model.objects.bulk_create(copies)


def _full_text(model: Any) -> list[Any]:
    from django.db import connection

    return [index for index in model._meta.indexes if connection.vendor == "postgresql"]


def _without_indexes(model: Any) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for index in _full_text(model):
            cursor.execute(f'DROP INDEX IF EXISTS "{index.name}"')


def _with_indexes(model: Any) -> None:
    from django.db import connection

    with connection.schema_editor() as editor:
        for index in _full_text(model):
            editor.add_index(model, index)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def ask_peer(model: Any, text: str, box: tuple[float, float, float, float]) -> Callable[[], object]:
    """The first page of results and the counts of two facets."""
    from wagtail.search.backends import get_search_backend

    backend = get_search_backend()
    west, south, east, north = box

    def asked() -> object:
        inside = model.objects.filter(lon__range=(west, east), lat__range=(south, north))
        found = backend.search(text, inside, operator="and")
        return list(found[:24]), found.facet("kind"), found.facet("commune")

    return asked
