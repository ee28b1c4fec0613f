"""Writing the search index: one writer at a time (the worker), never in the middle of a page."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson
import tantivy
from django.db.models import Q

from belvedere.catalogue.enums import OfferStatus
from belvedere.catalogue.models import Offer, OfferStory
from belvedere.catalogue.queries import facets, sidecar
from belvedere.catalogue.queries.coverage import coverage
from belvedere.catalogue.queries.index import ANALYSERS, folder, open_index, schema, words_of
from belvedere.engines import offers

BATCH = 2000
HEAP = 64_000_000
#: What an offer that the office tells about in its own words gains over a complete one that it does not.
TOLD = 100
TERMS = ("themes", "labels", "accessibility")
READ = (
    "name", "families", "types", *TERMS, "lon", "lat", "min_price", "schedule", "completeness", "managed_by_id",
    "commune__name",
)  # fmt: skip

Report = Callable[[int, int], None]


def rebuild(*, report: Report | None = None) -> int:
    """Builds the index anew from the database and puts it in place of the old one. Returns the number of offers."""
    place = folder()
    fresh = place.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    total = Offer.everything.active().count()
    done = _write(fresh, Offer.everything.active(), total, report)
    shutil.rmtree(place, ignore_errors=True)
    fresh.rename(place)
    return done


def refresh(ids: Iterable[int], *, report: Report | None = None) -> int:
    """Writes these offers again, and takes out those that are no longer online. Builds the index if there is none."""
    if not (folder() / "meta.json").exists():
        return rebuild(report=report)
    numbers = sorted(set(ids))
    return _write(folder(), Offer.everything.filter(pk__in=numbers), len(numbers), report, remove=numbers)


def _write(place: Path, rows: Any, total: int, report: Report | None, *, remove: Iterable[int] = ()) -> int:
    index = open_index(place)
    writer = index.writer(heap_size=HEAP, num_threads=1)
    try:
        for number in remove:
            writer.delete_documents_by_query(tantivy.Query.term_query(schema(), "id", number))
        side = _Side(place)
        done = 0
        for document in _documents(rows, side):
            writer.add_document(document)
            done += 1
            if report and done % BATCH == 0:
                report(done, total)
        side.close()
        writer.commit()
        writer.wait_merging_threads()
    except BaseException:
        # An abandoned writer keeps the lock of the folder until it is collected.
        del writer
        raise
    if report:
        report(done, total)
    return done


def _documents(rows: Any, side: "_Side") -> Iterator[tantivy.Document]:
    active = rows.filter(status=OfferStatus.ACTIVE).select_related("commune").prefetch_related("texts").only(*READ)
    covered = coverage()
    stories = _stories()
    for offer in active.order_by("pk").iterator(chunk_size=BATCH):
        places = covered.of(offer.commune_id, offer.managed_by_id)
        told = stories.get(offer.pk, [])
        fields = _columns(offer, places, told=bool(told)) | _words(offer, told)
        side.note(offer)
        yield tantivy.Document.from_dict(fields, schema())


def _stories() -> dict[int, list[OfferStory]]:
    found: dict[int, list[OfferStory]] = {}
    for story in OfferStory.everything.filter(Q(live=True)):
        found.setdefault(story.offer_id, []).append(story)
    return found


def _columns(offer: Offer, places: set[int], *, told: bool) -> dict[str, Any]:
    """What filters, counts and sorts."""
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
        columns |= {"lon": offer.lon, "lat": offer.lat}
    return columns


def _words(offer: Offer, stories: Iterable[OfferStory]) -> dict[str, str]:
    """What is searched in: our own words beside the source's, type and commune with the name."""
    commune = offer.commune.name if offer.commune else ""
    names: dict[str, list[str]] = {"fr": [offer.name, commune]}
    bodies: dict[str, list[str]] = {}
    for text in offer.texts.all():
        language = words_of(text.language)
        names.setdefault(language, []).append(text.name)
        bodies.setdefault(language, []).extend((text.short, text.long))
    for story in stories:
        names.setdefault(words_of(story.language), []).append(story.title)
        bodies.setdefault(words_of(story.language), []).extend((story.intro, story.body))
    for language in ("fr", "en"):
        names.setdefault(language, []).extend(offers.label(name, language) for name in offer.types[:2])
        bodies.setdefault(language, []).extend(str(t.get(language, "")) for t in (*offer.themes, *offer.labels))
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

    def note(self, offer: Offer) -> None:
        for facet in TERMS:
            for term in getattr(offer, facet):
                self._term(facet, term)
        if offer.commune:
            self._term("commune", {"key": offer.commune_id, "fr": offer.commune.name})
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
