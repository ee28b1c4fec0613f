"""Writing the search index: one writer at a time (the worker), never in the middle of a page."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import tantivy
from django.db.models import Q

from belvedere.catalogue.models import Offer, OfferStory, OfferText
from belvedere.catalogue.queries import facets, sidecar
from belvedere.catalogue.queries.coverage import coverage
from belvedere.catalogue.queries.index import ANALYSERS, folder, micro, open_index, schema, words_of
from belvedere.catalogue.queries.nearest import named_in
from belvedere.engines import offers
from belvedere.kit import turns

from . import bulk

#: Offers written between two reports.
BATCH = 2000
#: Height in degrees of the strips that the offers are written along: about 20 km.
STRIP = 0.2
HEAP = 64_000_000
#: One writer at a time; the next one waits as long as a whole region takes to be written.
TURN, PATIENCE = "search-index", 900.0
#: What an offer that the office tells about in its own words gains over a complete one that it does not.
TOLD = 100
TERMS = ("themes", "labels", "accessibility")
READ = (
    "pk", "name", "families", "types", *TERMS, "lon", "lat", "min_price", "schedule", "completeness", "managed_by_id",
    "commune_id", "commune__name",
)  # fmt: skip
WORDS = ("offer_id", "language", "name", "short", "long")

Report = Callable[[int, int], None]


def rebuild(*, report: Report | None = None) -> int:
    """Builds the index anew from the database and puts it in place of the old one. Returns the number of offers."""
    with turns.turn_of(TURN, patience=PATIENCE):
        return _rebuild(report)


def _rebuild(report: Report | None) -> int:
    place = folder()
    fresh = place.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    done = _write(fresh, _by_place([Offer.everything.active()]), report)
    shutil.rmtree(place, ignore_errors=True)
    fresh.rename(place)
    return done


def refresh(ids: Iterable[int], *, report: Report | None = None) -> int:
    """Writes these offers again, and takes out those that are no longer online. Builds the index if there is none."""
    with turns.turn_of(TURN, patience=PATIENCE):
        if not (folder() / "meta.json").exists():
            return _rebuild(report)
        numbers = sorted(set(ids))
        active = Offer.everything.active()
        keys = _by_place(active.filter(pk__in=part) for part in bulk.chunks(numbers))
        return _write(folder(), keys, report, remove=numbers)


def _by_place(parts: Iterable[Any]) -> list[int]:
    """Numbers of the offers, strip of latitude after strip, from west to east: what a map shows is in few places of
    the index, and a search within a box leaves the rest alone."""
    found = []
    for rows in parts:
        for number, lon, lat in rows.order_by().values_list("pk", "lon", "lat").iterator():
            found.append((-1.0 if lat is None else (lat + 90) // STRIP, lon or 0.0, number))
    return [number for _strip, _lon, number in sorted(found)]


def _write(place: Path, keys: Sequence[int], report: Report | None, *, remove: Iterable[int] = ()) -> int:
    index = open_index(place)
    writer = index.writer(heap_size=HEAP, num_threads=1)
    try:
        for number in remove:
            writer.delete_documents_by_query(tantivy.Query.term_query(schema(), "id", number))
        side = _Side(place)
        done = 0
        for document in _documents(keys, side):
            writer.add_document(document)
            done += 1
            if report and done % BATCH == 0:
                report(done, len(keys))
        side.close()
        writer.commit()
        writer.wait_merging_threads()
    except BaseException:
        # An abandoned writer keeps the lock of the folder until it is collected.
        del writer
        raise
    if report:
        report(done, len(keys))
    return done


def _documents(keys: Sequence[int], side: "_Side") -> Iterator[tantivy.Document]:
    covered = coverage()
    stories = _stories()
    for part in bulk.chunks(keys):
        rows = {row.pk: row for row in Offer.everything.active().filter(pk__in=part).values_list(*READ, named=True)}
        texts = _texts(part)
        for offer in filter(None, map(rows.get, part)):
            places = covered.of(offer.commune_id, offer.managed_by_id)
            told = stories.get(offer.pk, [])
            fields = _columns(offer, places, told=bool(told)) | _words(offer, texts.get(offer.pk, ()), told)
            side.note(offer)
            yield tantivy.Document.from_dict(fields, schema())


def _texts(keys: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for text in OfferText.objects.filter(offer_id__in=keys).order_by("pk").values_list(*WORDS, named=True):
        found.setdefault(text.offer_id, []).append(text)
    return found


def _stories() -> dict[int, list[OfferStory]]:
    found: dict[int, list[OfferStory]] = {}
    for story in OfferStory.everything.filter(Q(live=True)):
        found.setdefault(story.offer_id, []).append(story)
    return found


def _columns(offer: Any, places: set[int], *, told: bool) -> dict[str, Any]:
    """What filters, counts and sorts; ``offer``: a row of READ."""
    classes = dict.fromkeys(above for name in offer.types for above in (name, *offers.ancestors(name)))
    columns: dict[str, Any] = {
        "id": offer.pk,
        "types": [name for name in classes if name not in facets.TOO_WIDE],
        "families": [bit for bit in (1, 2, 4, 8) if offer.families & bit],
        "price_band": facets.price_band(offer.min_price),
        "destinations": sorted(places),
        "schedule": sidecar.schedule_number(offer.schedule),
        "quality": offer.completeness + (TOLD if told else 0),
        "label": offer.name,
        "sort_name": offers.normal_name(offer.name),
    }
    columns |= {name: [term["key"] for term in getattr(offer, name)] for name in TERMS}
    if offer.commune_id:
        columns["commune"] = offer.commune_id
    if offer.lon is not None:
        columns |= {"lon": micro(offer.lon), "lat": micro(offer.lat)}
    return columns


def _words(offer: Any, texts: Iterable[Any], stories: Iterable[OfferStory]) -> dict[str, str]:
    """What is searched in: our own words beside the source's, type and commune with the name."""
    names: dict[str, list[str]] = {"fr": [offer.name, offer.commune__name or ""]}
    bodies: dict[str, list[str]] = {}
    for text in texts:
        language = words_of(text.language)
        names.setdefault(language, []).append(text.name)
        bodies.setdefault(language, []).extend((text.short, text.long))
    for story in stories:
        names.setdefault(words_of(story.language), []).append(story.title)
        bodies.setdefault(words_of(story.language), []).extend((story.intro, story.body))
    for language in ("fr", "en"):
        names.setdefault(language, []).extend(offers.label(name, language) for name in offer.types[:2])
        bodies.setdefault(language, []).extend(str(t.get(language, "")) for t in (*offer.themes, *offer.labels))
    for language in ANALYSERS.keys() - {"fr", "en"}:
        # In the body, not the name: suggestions and corrections read French and English names alone.
        bodies.setdefault(language, []).extend(named_in(name, language) for name in offer.types[:2])
    words = {f"name_{language}": " ".join(parts) for language, parts in names.items() if language in ANALYSERS}
    words |= {f"body_{language}": " ".join(parts) for language, parts in bodies.items() if language in ANALYSERS}
    return words | {"plain": " ".join(dict.fromkeys(part for parts in names.values() for part in parts))}


class _Side:
    """Adds to the side files what they do not hold yet."""

    def __init__(self, place: Path) -> None:
        self._vocabulary = (place / sidecar.VOCABULARY).open("ab")
        self._schedules = (place / sidecar.SCHEDULES).open("ab")
        self._terms = {(line["facet"], line["key"]) for line in sidecar.lines(place / sidecar.VOCABULARY)}
        self._numbers = {line["number"] for line in sidecar.lines(place / sidecar.SCHEDULES)}

    def note(self, offer: Any) -> None:
        for facet in TERMS:
            for term in getattr(offer, facet):
                self._term(facet, term)
        if offer.commune_id:
            self._term("commune", {"key": offer.commune_id, "fr": offer.commune__name})
        number = sidecar.schedule_number(offer.schedule)
        if number and number not in self._numbers:
            self._numbers.add(number)
            self._schedules.write(orjson.dumps({"number": number, "schedule": offer.schedule}) + b"\n")

    def _term(self, facet: str, term: dict[str, Any]) -> None:
        if (facet, term["key"]) in self._terms:
            return
        self._terms.add((facet, term["key"]))
        words = {name: term[name] for name in ANALYSERS if name in term}
        self._vocabulary.write(orjson.dumps({"facet": facet, "key": term["key"]} | words) + b"\n")

    def close(self) -> None:
        self._vocabulary.close()
        self._schedules.close()
