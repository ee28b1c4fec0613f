"""Lines of a file becoming persons, lot by lot: what each would do is worked out first, then written at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from belvedere.contacts import events
from belvedere.contacts.enums import ActKind, LineStatus, Proof, Source
from belvedere.contacts.models import Act, Consent, ContactFile, Erasure, FileLine, Person
from belvedere.contacts.queries.addresses import fingerprint
from belvedere.kit import jobs, journal

from .files import check_own
from .people import Identity, PersonRefused

BATCH = 500
#: What tells a person without an address from another: a file brought twice adds nobody.
NAMED = ("first_name", "last_name", "phone", "postcode")

Report = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Arrival:
    """One line as it was read; ``fault`` is why it cannot be, where it cannot."""

    number: int
    identity: Identity
    fault: str = ""


@dataclass
class Line:
    """What becomes of a line. ``person`` is made, or known and lacking ``filled``; ``agreed`` is to be added."""

    number: int
    status: LineStatus
    sentence: str = ""
    person: Person | None = None
    filled: dict[str, Any] = field(default_factory=dict)
    agreed: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Trial:
    """What the first lines would do, and how many there are in all."""

    lines: list[Line]
    total: int


def try_out(*, file: ContactFile, arrivals: Sequence[Arrival], by: Any, now: datetime) -> list[Line]:
    """One outcome a line, nothing written. Raises FileRefused."""
    check_own(destination=file.destination, by=by)
    return _plan(file, arrivals, now)


def bring_in(
    *, file: ContactFile, arrivals: Sequence[Arrival], by: Any, now: datetime, report: Report | None = None
) -> list[Line]:
    """One outcome for each line that had none, in the file's order. The same file again finds every line unchanged.

    Some hundreds of lines at a time, each lot whole or not at all: stopped on the way, it goes on from there when
    called again, and ends as if it had never stopped. Raises FileRefused.
    """
    check_own(destination=file.destination, by=by)
    ready = set(FileLine.everything.filter(file=file).values_list("number", flat=True))
    lines: list[Line] = []
    for lot in _parts([arrival for arrival in arrivals if arrival.number not in ready]):
        with transaction.atomic():
            made = _plan(file, lot, now)
            _write(file, made, by, now)
        lines += made
        if report:
            done, total = len(ready) + len(lines), len(arrivals)
            report(done, total, _("%(done)s lignes sur %(total)s") % {"done": done, "total": total})
    _close(file, by, now)
    return lines


def _plan(file: ContactFile, arrivals: Sequence[Arrival], now: datetime) -> list[Line]:
    """What each line would do, nothing written; a line may speak of somebody whom an earlier one brings."""
    said: dict[int, Identity] = {}
    lines = []
    for arrival in arrivals:
        line = Line(arrival.number, LineStatus.FAILED, arrival.fault)
        lines.append(line)
        if not arrival.fault:
            try:
                said[arrival.number] = arrival.identity.normalised()
            except PersonRefused as refusal:
                line.sentence = str(refusal)
    known = _known(file, list(said.values()))
    refused = _erased(file)
    claims = [tuple(claim) for claim in file.consents] if file.gathered_on else []
    spoken = _spoken(known)
    for line in lines:
        one = said.get(line.number)
        if one is None:
            continue
        if one.email and fingerprint(one.email) in refused:
            line.sentence = _(
                "Cette personne a demandé son effacement\N{NO-BREAK SPACE}: elle seule peut revenir au fichier."
            )
            continue
        _decide(file, line, one, known, now)
        heard = spoken.setdefault(_key(one), set())
        line.agreed = [claim for claim in claims if claim not in heard]
        heard.update(line.agreed)
        _say(line)
    return lines


def _decide(file: ContactFile, line: Line, said: Identity, known: dict[Any, Person], now: datetime) -> None:
    person = known.get(_key(said))
    if person is None:
        since = _gathered(file) or now
        line.status = LineStatus.CREATED
        line.person = known[_key(said)] = Person(
            destination=file.destination, source=Source.IMPORT, created_at=now, updated_at=now, last_own_act_at=since,
            **asdict(said),
        )  # fmt: skip
        return
    line.status, line.person = LineStatus.UNCHANGED, person
    line.filled = {name: value for name, value in asdict(said).items() if value and not getattr(person, name)}
    for name, value in line.filled.items():
        setattr(person, name, value)


def _say(line: Line) -> None:
    if line.status == LineStatus.UNCHANGED and (line.filled or line.agreed):
        line.status = LineStatus.UPDATED
        line.sentence = _("Complétée.") if line.filled else _("Consentements ajoutés.")


def _key(said: Identity | Person) -> Any:
    """An address, else the name with the telephone and the postcode."""
    return said.email or tuple(getattr(said, name) for name in NAMED)


def _known(file: ContactFile, said: Sequence[Identity]) -> dict[Any, Person]:
    """Persons of the file's destination whom these lines speak of."""
    present = Person.everything.present().filter(destination=file.destination)
    found = {}
    for part in _parts([one.email for one in said if one.email]):
        found |= {person.email: person for person in present.filter(email__in=part)}
    for part in _parts(sorted({one.last_name for one in said if not one.email})):
        found |= {_key(person): person for person in present.filter(email="", last_name__in=part)}
    return found


def _spoken(known: dict[Any, Person]) -> dict[Any, set[tuple[str, str]]]:
    """What each has already said something about: a file never speaks over a person."""
    keys = {person.pk: key for key, person in known.items()}
    found: dict[Any, set[tuple[str, str]]] = {}
    for part in _parts(list(keys)):
        for number, purpose, channel in Consent.everything.filter(person__in=part).values_list(
            "person", "purpose", "channel"
        ):
            found.setdefault(keys[number], set()).add((purpose, channel))
    return found


def _erased(file: ContactFile) -> set[str]:
    rows = Erasure.everything.filter(person__destination=file.destination).exclude(trace="")
    return set(rows.values_list("trace", flat=True))


def _write(file: ContactFile, lines: Sequence[Line], by: Any, now: datetime) -> None:
    made = [line.person for line in lines if line.status == LineStatus.CREATED and line.person]
    Person.everything.bulk_create(made, batch_size=BATCH)
    filled = {line.person.pk: line.person for line in lines if line.filled and line.person}
    for person in filled.values():
        person.updated_at = now
    fields = sorted({name for line in lines for name in line.filled})
    if filled:
        Person.everything.bulk_update(filled.values(), [*fields, "updated_at"], batch_size=BATCH)
    label = str(Source.IMPORT.label)
    acts = [
        Act(person=one, kind=ActKind.CAME, room="contacts", reference="came", label=label, at=now, own=False)
        for one in made
    ]
    acts += _agree(file, lines, by)
    Act.everything.bulk_create(acts, batch_size=BATCH)
    FileLine.everything.bulk_create(
        [
            FileLine(file=file, number=line.number, status=line.status, sentence=line.sentence, person=line.person)
            for line in lines
        ],
        batch_size=BATCH,
    )
    changed = sorted({line.person.pk for line in lines if line.person and line.status != LineStatus.UNCHANGED})
    events.people_changed.send(sender=Person, ids=changed)


@transaction.atomic
def _close(file: ContactFile, by: Any, now: datetime) -> None:
    """Every line has its outcome: the count is kept, the lines themselves are not."""
    rows = FileLine.everything.filter(file=file).order_by()
    counts = dict(rows.values_list("status").annotate(Count("pk")))
    file.counts, file.brought_at, file.content, file.sample = counts, now, b"", []
    file.save(update_fields=["counts", "brought_at", "content", "sample"])
    journal.record("bring_in", file, by=by, now=now, **counts)
    made = list(rows.filter(status=LineStatus.CREATED, person__isnull=False).values_list("person", flat=True))
    jobs.enqueue("contacts.find_duplicates", now=now, destination=file.destination_id, people=made)


def _agree(file: ContactFile, lines: Sequence[Line], by: Any) -> list[Act]:
    """Writes the ledger's lines and returns those of the timelines."""
    gathered = _gathered(file)
    author = by if by is not None and by.pk else None
    rows = [
        Consent(
            person=line.person, purpose=purpose, channel=channel, given=True, proof=Proof.FILE, at=gathered, by=author,
            reference=f"{file.proof} – {file.name[:24]}, ligne {line.number}",
        )
        for line in lines
        for purpose, channel in line.agreed
    ]  # fmt: skip
    Consent.everything.bulk_create(rows, batch_size=BATCH)
    return [
        Act(
            person=row.person, kind=ActKind.CONSENTED, room="contacts", reference=f"consent:{row.pk}", own=False,
            label=f"{row.get_purpose_display()} {row.get_channel_display()}", at=row.at,
        )
        for row in rows
    ]  # fmt: skip


def _gathered(file: ContactFile) -> datetime | None:
    day = file.gathered_on
    return timezone.make_aware(datetime.combine(day, time(12))) if day else None


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """A few hundred at a time: databases bear no longer lists."""
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
