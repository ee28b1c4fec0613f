"""Describing who gives figures, how its columns are read, and what each series is."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from belvedere.engines import series as engine
from belvedere.kit import journal
from belvedere.observatory.enums import Audience, Lodging, Measure, Unit
from belvedere.observatory.models import DataSource, Mapping, Series, SeriesBreak
from belvedere.territories.models import Destination

#: What a mapping may say of a column: only words that the room knows.
KNOWN = {
    "measure": set(Measure.values), "unit": set(Unit.values), "audience": {*Audience.values, ""},
    "lodging": set(Lodging.values),
}  # fmt: skip


class WrongSource(Exception):
    """The source exists and reads files of another form."""


class BadMapping(Exception):
    """The columns as described cannot be read."""


class BreakTwice(Exception):
    """That day already has a break."""


@transaction.atomic
def ensure_source(
    *, slug: str, kind: str | None, destination: Destination | None, by: Any, now: datetime, **details: Any
) -> DataSource:
    """The source of that name, made when there is none; ``details``: name, licence, secrecy, is_public of a new one."""
    source = DataSource.everything.filter(slug=slug).first()
    if source is None:
        if not kind:
            raise WrongSource(
                _("La source « %(slug)s » n’existe pas encore : dites de quelle forme elle est avec --kind.")
                % {"slug": slug}
            )
        given = {"name": slug} | {name: value for name, value in details.items() if value is not None}
        source = DataSource.everything.create(slug=slug, kind=kind, destination=destination, **given)
        journal.record("add_source", source, by=by, now=now, kind=kind)
    elif kind and source.kind != kind:
        raise WrongSource(
            _("La source « %(slug)s » lit des fichiers d’une autre forme (%(kind)s) : choisissez-en une autre.")
            % {"slug": slug, "kind": source.get_kind_display()}
        )
    elif destination is not None and source.destination_id != destination.pk:
        source.destination = destination
        source.save(update_fields=["destination"])
        journal.record("set_source", source, by=by, now=now, destination=destination.slug)
    return source


@transaction.atomic
def save_source(*, source: DataSource, by: Any, now: datetime) -> DataSource:
    """Keeps a new source, or what has changed in one."""
    made = source.pk is None
    source.save()
    journal.record("add_source" if made else "change_source", source, by=by, now=now, kind=source.kind)
    return source


@transaction.atomic
def save_mapping(*, source: DataSource, columns: Any, by: Any, now: datetime) -> Mapping:
    """Keeps how the columns of a source are read. Raises BadMapping with the column at fault."""
    try:
        wanted = engine.Mapping.from_dict(columns)
    except engine.SeriesError as fault:
        raise BadMapping(str(fault)) from fault
    for column, traits in {**wanted.values, "everywhere": wanted.everywhere}.items():
        for name, words in KNOWN.items():
            if getattr(traits, name) and getattr(traits, name) not in words:
                raise BadMapping(
                    _("Colonne « %(column)s » : « %(word)s » n’est pas connu (%(known)s).")
                    % {"column": column, "word": getattr(traits, name), "known": ", ".join(sorted(filter(None, words)))}
                )
    mapping, _made = Mapping.everything.update_or_create(
        source=source, defaults={"columns": wanted.to_dict(), "saved_at": now}
    )
    journal.record("save_mapping", mapping, by=by, now=now, columns=len(wanted.values))
    return mapping


@transaction.atomic
def describe_series(*, series: Series, by: Any, now: datetime) -> Series:
    """Keeps a series' description, place, secrecy and publication; its facts are not touched."""
    series.save()
    journal.record("describe_series", series, by=by, now=now, public=series.is_public, secrecy=series.secrecy)
    return series


@transaction.atomic
def add_break(
    *, series: Series, day: date, sentence: str, by: Any, now: datetime, until: date | None = None
) -> SeriesBreak:
    """Says that figures from ``day`` on do not compare with those before, for ever or ``until`` a day (included).

    Raises BreakTwice.
    """
    try:
        with transaction.atomic():
            found = SeriesBreak.everything.create(series=series, day=day, until=until, sentence=sentence)
    except IntegrityError as twice:
        raise BreakTwice(_("Une rupture est déjà notée à cette date : retirez-la d’abord.")) from twice
    journal.record("add_break", found, by=by, now=now, series=series.pk)
    return found


@transaction.atomic
def remove_break(*, found: SeriesBreak, by: Any, now: datetime) -> None:
    journal.record("remove_break", found, by=by, now=now, series=found.series_id)
    found.delete()
