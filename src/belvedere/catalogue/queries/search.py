"""Search over the offers: words, facets, place, opening; the same answers whatever the database.

How results are ranked is told in docs/why/recherche.md.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import tantivy
from tantivy import FieldType, Occur, Query

from . import facets, hours_table
from .index import FACETS, KEYWORDS, analyser, degrees, micro, schema, searcher, words_of

EARTH_KM = 6371.0
NAME, BODY, PLAIN = 4.0, 1.0, 2.0
#: Points drawn on a map at most: beyond, the visitor is asked to come closer.
POINTS = 4000
#: Offers measured around a point at most.
AROUND = 50_000


@dataclass(frozen=True)
class SearchRequest:
    """What is looked for. ``bbox`` is (west, south, east, north), ``near`` (lon, lat, km), ``families`` a sum of bits,
    ``open_at`` an aware instant. Values chosen within one facet add up, facets restrict one another."""

    text: str = ""
    families: int = 0
    types: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    price_bands: tuple[int, ...] = ()
    bbox: tuple[float, float, float, float] | None = None
    near: tuple[float, float, float] | None = None
    destination_id: int | None = None
    open_at: datetime | None = None
    language: str = "fr"
    sort: str = "relevance"
    page: int = 1
    page_size: int = 24

    def chosen(self) -> dict[str, tuple[object, ...]]:
        """Chosen values by facet column."""
        return {
            "types": self.types,
            "commune": self.communes,
            "themes": self.themes,
            "labels": self.labels,
            "accessibility": self.accessibility,
            "price_band": self.price_bands,
        }


@dataclass(frozen=True)
class SearchResult:
    """One page of offer ids in order, with what the visitor can narrow by."""

    total: int
    ids: list[int]
    facets: dict[str, tuple[facets.FacetValue, ...]]
    suggestion: str | None = None


def search(request: SearchRequest) -> SearchResult:
    """Runs a request. Raises IndexMissing. Words that nobody wrote are forgiven: when nothing matches, near spellings
    are tried and the spelling used comes back as ``suggestion``."""
    view = searcher()
    parts = _text(request, fuzzy=False)
    result = _run(view, request, parts)
    if result.total or not request.text.strip():
        return result
    near = _text(request, fuzzy=True)
    again = _run(view, request, near)
    if not again.total:
        return result
    return replace(again, suggestion=facets.nearest_words(_found_by(view, request, near), request.text))


def _found_by(view: tantivy.Searcher, request: SearchRequest, text: list[tuple[Occur, Query]]) -> list[str]:
    """Names, communes and types of the best results."""
    hits = view.search(Query.boolean_query([*text, *_filters(request)]), 5, count=False).hits
    return [str(view.doc(address).get_first("plain")) for _score, address in hits]


def points(request: SearchRequest) -> list[tuple[int, float, float, int]]:
    """(id, lon, lat, family bits' lowest) of the results, for the map; at most POINTS of them."""
    view = searcher()
    query = Query.boolean_query([*_text(request, fuzzy=False), *_filters(request)])
    hits = [address for _, address in view.search(query, POINTS, count=False).hits]
    columns = [view.fast_field_values(name, hits) for name in ("id", "lon", "lat", "families")]
    return [(i, degrees(x), degrees(y), f) for i, x, y, f in zip(*columns, strict=True) if x is not None]


def _run(view: tantivy.Searcher, request: SearchRequest, text: list[tuple[Occur, Query]]) -> SearchResult:
    query = Query.boolean_query([*text, *_filters(request)])
    total, ids = _page(view, request, query, scored=bool(request.text.strip()))
    return SearchResult(total, ids, _facets(view, request, text))


def _page(view: tantivy.Searcher, request: SearchRequest, query: Query, *, scored: bool) -> tuple[int, list[int]]:
    size, offset = request.page_size, (request.page - 1) * request.page_size
    if request.near and (request.sort == "distance" or not scored):
        return _nearest(view, request, query)
    if request.sort == "name":
        found = view.search(query, size, offset=offset, order_by_field="sort_name", order=tantivy.Order.Asc)
    elif scored:
        found = view.search(query, size, offset=offset, weight_by_field="quality")
    else:
        found = view.search(query, size, offset=offset, order_by_field="quality")
    return found.count, view.fast_field_values("id", [address for _, address in found.hits])


def _nearest(view: tantivy.Searcher, request: SearchRequest, query: Query) -> tuple[int, list[int]]:
    """The page of results sorted by true distance."""
    lon, lat, _reach = request.near or (0.0, 0.0, 0.0)
    ranked = sorted((kilometres(lon, lat, x, y), i) for i, x, y in _placed(view, query))
    start = (request.page - 1) * request.page_size
    return len(ranked), [i for _distance, i in ranked[start : start + request.page_size]]


def _placed(view: tantivy.Searcher, query: Query) -> Iterable[tuple[int, float, float]]:
    hits = [address for _, address in view.search(query, AROUND, count=False).hits]
    columns = [view.fast_field_values(name, hits) for name in ("id", "lon", "lat")]
    return [(i, degrees(x), degrees(y)) for i, x, y in zip(*columns, strict=True)]


def _circle(near: tuple[float, float, float]) -> Query:
    """The offers at most ``km`` away: a box finds them, the true distance keeps them."""
    lon, lat, reach = near
    tall = math.degrees(reach / EARTH_KM)
    wide = tall / max(0.01, math.cos(math.radians(lat)))
    box = [_range("lon", lon - wide, lon + wide), _range("lat", lat - tall, lat + tall)]
    query = Query.boolean_query([(Occur.Must, side) for side in box])
    found = [i for i, x, y in _placed(searcher(), query) if kilometres(lon, lat, x, y) <= reach]
    return Query.term_set_query(schema(), "id", found) if found else Query.empty_query()


def kilometres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Great-circle distance (haversine)."""
    p, q = math.radians(lat), math.radians(other_lat)
    a = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(a))


def _text(request: SearchRequest, *, fuzzy: bool) -> list[tuple[Occur, Query]]:
    """Every word must be found, in the visitor's language or in French, in a name rather than in a text."""
    languages = dict.fromkeys((words_of(request.language), "fr"))
    plain = analyser("plain").analyze(request.text)
    parts = []
    for word in plain:
        stems = {language: analyser(language).analyze(word) for language in languages}
        if not any(stems.values()) and len(plain) > 1:
            continue  # a stop word in each language: « d » in « musée d’art »
        parts.append((Occur.Must, _word(word, stems, fuzzy=fuzzy)))
    if request.text.strip() and not parts:
        return [(Occur.Must, Query.empty_query())]
    return parts


def _word(word: str, stems: dict[str, list[str]], *, fuzzy: bool) -> Query:
    shape = schema()
    options = [Query.boost_query(Query.term_query(shape, "plain", word), PLAIN)]
    if fuzzy and len(word) > 3:
        distance = 2 if len(word) > 6 else 1
        options.append(Query.fuzzy_term_query(shape, "plain", word, distance=distance))
    for language, tokens in stems.items():
        for token in tokens:
            options.append(Query.boost_query(Query.term_query(shape, f"name_{language}", token, "freq"), NAME))
            options.append(Query.boost_query(Query.term_query(shape, f"body_{language}", token, "freq"), BODY))
    return Query.disjunction_max_query(options, 0.2)


def _filters(request: SearchRequest, leave_out: str = "") -> list[tuple[Occur, Query]]:
    """Conditions that do not score. ``leave_out`` names the facet whose own choices are ignored when it is counted."""
    queries = [
        Query.term_set_query(schema(), name, list(values))
        for name, values in request.chosen().items()
        if values and name != leave_out
    ]
    if request.families:
        bits = [bit for bit in (1, 2, 4, 8) if request.families & bit]
        queries.append(Query.term_set_query(schema(), "families", bits))
    if request.destination_id is not None:
        queries.append(Query.term_set_query(schema(), "destinations", [request.destination_id]))
    if request.open_at is not None:
        queries.append(Query.term_set_query(schema(), "schedule", hours_table.open_at(request.open_at)))
    if request.bbox:
        west, south, east, north = request.bbox
        queries += [_range("lon", west, east), _range("lat", south, north)]
    if request.near:
        queries.append(_circle(request.near))
    matching = [(Occur.Must, Query.const_score_query(query, 0.0)) for query in queries]
    return matching or [(Occur.Must, Query.const_score_query(Query.all_query(), 0.0))]


def _range(name: str, low: float, high: float) -> Query:
    return Query.range_query(schema(), name, FieldType.Unsigned, micro(low), micro(high))


def _facets(
    view: tantivy.Searcher, request: SearchRequest, text: list[tuple[Occur, Query]]
) -> dict[str, tuple[facets.FacetValue, ...]]:
    """Counts by facet. A facet with a choice is counted as if it had none, so that its other values stay in sight."""
    chosen = request.chosen()
    free = [name for name in FACETS if not chosen[name]]
    counts = _count(view, [*text, *_filters(request)], free)
    for name in FACETS:
        if chosen[name]:
            counts |= _count(view, [*text, *_filters(request, leave_out=name)], [name])
    return facets.named(counts, chosen, language=request.language)


def _count(
    view: tantivy.Searcher, parts: list[tuple[Occur, Query]], names: list[str]
) -> dict[str, list[tuple[object, int]]]:
    if not names:
        return {}
    wanted = {name: {"terms": {"field": name, "size": 300 if name in KEYWORDS else 10}} for name in names}
    answer = view.aggregate(Query.boolean_query(parts), wanted)
    return {name: [(b["key"], b["doc_count"]) for b in answer[name]["buckets"]] for name in names}
