"""What asks for somebody, across the rooms: each matter with how pressing it is and the one screen where to act."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belvedere.catalogue import access as catalogue_access
from belvedere.catalogue.enums import OfferStatus, RequestStatus, RunStatus
from belvedere.catalogue.models import CorrectionRequest, ImportRun, Offer
from belvedere.cockpit.models import MonthNote
from belvedere.desk.enums import ComplaintState
from belvedere.desk.models import Complaint, DeskRequest
from belvedere.meetings.enums import EditionStatus, SignUpState
from belvedere.meetings.models import Edition, SignUp
from belvedere.observatory import access as observatory_access
from belvedere.observatory.enums import DeliveryStatus, Frequency
from belvedere.observatory.models import Delivery, Series
from belvedere.people import access as people
from belvedere.territories.models import Destination

PRESSING, SOON, CALM = 3, 2, 1
#: Days after the end of a period from which the next one is late, by frequency.
LATE = {Frequency.DAY: 14, Frequency.WEEK: 30, Frequency.MONTH: 100, Frequency.QUARTER: 220, Frequency.YEAR: 800}
#: Silent for longer, a series has ended: nobody waits for it.
ENDED = timedelta(days=3 * 366)
RECENT = timedelta(days=30)
AHEAD = timedelta(days=21)
POOR = 50


@dataclass(frozen=True)
class Matter:
    """``view``, ``args``, ``query``: the address where to act; ``label``: the words of its link."""

    key: str
    weight: int
    sentence: str
    view: str
    label: str
    args: tuple[Any, ...] = ()
    query: str = ""


def matters(user: Any, destination: Destination, *, now: datetime) -> list[Matter]:
    """Most pressing first; a fixed number of queries."""
    today = timezone.localdate(now)
    found = [
        *_late_sources(user, destination, today), *_failed_deliveries(user, destination, now),
        *_failed_imports(user, destination, now), *_offers(user, destination), *_corrections(user, destination),
        *_desk(destination, today, now), *_complaints(destination, today), *_meetings(destination, now),
        *_sign_ups(destination), *_note(user, destination, today),
    ]  # fmt: skip
    return sorted(found, key=lambda matter: (-matter.weight, matter.key))


def _late_sources(user: Any, destination: Destination, today: date) -> list[Matter]:
    """A source none of whose series is up to date is late; else its late series are."""
    rows = observatory_access.visible_to(user, Series).filter(source__destination=destination).order_by()
    late = Q(pk__in=())
    for frequency, days in LATE.items():
        limit = today - timedelta(days=days)
        late |= Q(frequency=frequency, last__lt=limit, last__gt=limit - ENDED)
    told = rows.values("source", "source__name").annotate(
        all=Count("pk", filter=Q(last__isnull=False)), late=Count("pk", filter=late), last=Max("last")
    )
    out = []
    for row in told.order_by("source__name"):
        if not row["late"]:
            continue
        if row["late"] == row["all"]:
            out.append(_silent_source(row))
        else:
            out.append(_late_series(row))
    return out


def _silent_source(row: dict[str, Any]) -> Matter:
    sentence = _("%(source)s\N{NO-BREAK SPACE}: rien de nouveau depuis %(last)s.") % {
        "source": row["source__name"], "last": formats.date_format(row["last"], "F Y"),
    }  # fmt: skip
    query = f"?source={row['source']}"
    return Matter(f"source-{row['source']}", SOON, sentence, "delivery:take", _("Livrer un fichier"), query=query)


def _late_series(row: dict[str, Any]) -> Matter:
    sentence = ngettext(
        "%(source)s\N{NO-BREAK SPACE}: %(n)s série ne suit plus les autres.",
        "%(source)s\N{NO-BREAK SPACE}: %(n)s séries ne suivent plus les autres.", row["late"],
    ) % {"source": row["source__name"], "n": row["late"]}  # fmt: skip
    query = f"?source={row['source']}&ordering=last"
    return Matter(f"series-{row['source']}", CALM, sentence, "series:index", _("Voir les séries"), query=query)


def _failed_deliveries(user: Any, destination: Destination, now: datetime) -> list[Matter]:
    """The last delivery of a source, when it did not go well."""
    recent = observatory_access.visible_to(user, Delivery).filter(
        source__destination=destination, started_at__gte=now - RECENT
    )
    latest: dict[int, Delivery] = {}
    for one in recent.select_related("source").order_by("started_at", "pk"):
        latest[one.source_id] = one
    out = []
    for one in latest.values():
        failed = int(one.counts.get("failed", 0))
        if one.status in (DeliveryStatus.INTERRUPTED, DeliveryStatus.REFUSED):
            sentence = _("%(source)s\N{NO-BREAK SPACE}: la dernière livraison est %(state)s.")
        elif failed:
            sentence = ngettext(
                "%(source)s\N{NO-BREAK SPACE}: %(n)s série en échec à la dernière livraison.",
                "%(source)s\N{NO-BREAK SPACE}: %(n)s séries en échec à la dernière livraison.", failed,
            )  # fmt: skip
        else:
            continue
        said = sentence % {"source": one.source, "state": one.get_status_display(), "n": failed}
        label = _("Voir la livraison")
        out.append(Matter(f"delivery-{one.pk}", PRESSING, said, "delivery:inspect", label, (one.pk,)))
    return out


def _failed_imports(user: Any, destination: Destination, now: datetime) -> list[Matter]:
    runs = catalogue_access.visible_to(user, ImportRun).filter(
        source__destination=destination, started_at__gte=now - RECENT
    )
    latest: dict[int, ImportRun] = {}
    for one in runs.select_related("source").order_by("started_at", "pk"):
        latest[one.source_id] = one
    wrong = (one for one in latest.values() if one.status in (RunStatus.INTERRUPTED, RunStatus.REFUSED))
    return [
        Matter(
            f"run-{one.pk}", PRESSING,
            _("%(source)s\N{NO-BREAK SPACE}: la dernière importation d’offres est %(state)s.")
            % {"source": one.source, "state": one.get_status_display()},
            "importrun:inspect", _("Voir l’importation"), (one.pk,),
        )
        for one in wrong
    ]  # fmt: skip


def _inside(user: Any, destination: Destination) -> "QuerySet[Offer]":
    """Offers of the destination's ground that the person sees."""
    ground = people.communes_of(Destination.everything.filter(pk=destination.pk))
    seen: QuerySet[Offer] = catalogue_access.visible_to(user, Offer)
    return seen.filter(commune__in=ground, status=OfferStatus.ACTIVE)


def _offers(user: Any, destination: Destination) -> list[Matter]:
    poor = _inside(user, destination).filter(completeness__lt=POOR).count()
    if not poor:
        return []
    sentence = ngettext(
        "%(n)s fiche en ligne est trop incomplète pour servir un visiteur.",
        "%(n)s fiches en ligne sont trop incomplètes pour servir un visiteur.", poor,
    ) % {"n": formats.number_format(poor, use_l10n=True, force_grouping=True)}  # fmt: skip
    return [Matter("offers", CALM, sentence, "completeness:index", _("Compléter les fiches"))]


def _corrections(user: Any, destination: Destination) -> list[Matter]:
    ground = people.communes_of(Destination.everything.filter(pk=destination.pk))
    rows = catalogue_access.visible_to(user, CorrectionRequest)
    waiting = rows.filter(status=RequestStatus.OPEN, offer__commune__in=ground).count()
    if not waiting:
        return []
    sentence = ngettext(
        "%(n)s prestataire attend une correction de sa fiche.",
        "%(n)s corrections de fiche sont demandées par des prestataires.", waiting,
    ) % {"n": waiting}  # fmt: skip
    return [Matter("corrections", SOON, sentence, "correctionrequest:index", _("Répondre aux prestataires"))]


def _desk(destination: Destination, today: date, now: datetime) -> list[Matter]:
    rows = DeskRequest.everything.filter(destination=destination, unmet=True, recorded_at__gte=now - RECENT)
    unmet = rows.count()
    if not unmet:
        return []
    sentence = ngettext(
        "%(n)s demande est restée sans réponse à l’accueil en trente jours.",
        "%(n)s demandes sont restées sans réponse à l’accueil en trente jours.", unmet,
    ) % {"n": unmet}  # fmt: skip
    query = f"?annee={today.year}"
    return [Matter("unmet", CALM, sentence, "desk:figures", _("Voir ce qui manque"), query=query)]


def _complaints(destination: Destination, today: date) -> list[Matter]:
    received = Q(state=ComplaintState.RECEIVED, acknowledge_by__lt=today)
    late = received | (~Q(state__in=(ComplaintState.RECEIVED, ComplaintState.ANSWERED)) & Q(answer_by__lt=today))
    number = Complaint.everything.filter(late, destination=destination).count()
    if not number:
        return []
    sentence = ngettext(
        "%(n)s réclamation a dépassé son délai.", "%(n)s réclamations ont dépassé leur délai.", number
    ) % {"n": number}
    return [Matter("complaints", PRESSING, sentence, "desk:complaints", _("Répondre"))]


def _meetings(destination: Destination, now: datetime) -> list[Matter]:
    """Wishes that close soon, and days that come without a published plan."""
    rows = Edition.everything.filter(destination=destination, rehearsal_of=None).exclude(status=EditionStatus.OVER)
    today = timezone.localdate(now)
    near = Q(status=EditionStatus.OPEN, closes_at__gte=now, closes_at__lte=now + AHEAD)
    bare = ~Q(status=EditionStatus.PUBLISHED) & Q(day__gte=today, day__lte=today + AHEAD)
    out = []
    for one in rows.filter(near | bare).order_by("day", "pk"):
        if one.closes_at and one.status == EditionStatus.OPEN and now <= one.closes_at <= now + AHEAD:
            moment = formats.date_format(timezone.localtime(one.closes_at), "l j F, H:i")
            sentence = _("%(name)s\N{NO-BREAK SPACE}: les souhaits ferment %(moment)s.")
            said = sentence % {"name": one.name, "moment": moment}
        else:
            day = formats.date_format(one.day, "l j F")
            said = _("%(name)s\N{NO-BREAK SPACE}: %(day)s, et le plan n’est pas publié.")
            said = said % {"name": one.name, "day": day}
        weight = PRESSING if one.day <= today + timedelta(days=7) else SOON
        out.append(Matter(f"edition-{one.pk}", weight, said, "edition:inspect", _("Ouvrir l’édition"), (one.pk,)))
    return out


def _sign_ups(destination: Destination) -> list[Matter]:
    waiting = SignUp.everything.filter(edition__destination=destination, state=SignUpState.ASKED).count()
    if not waiting:
        return []
    sentence = ngettext(
        "%(n)s structure attend de savoir si elle vient aux rencontres.",
        "%(n)s structures attendent de savoir si elles viennent aux rencontres.", waiting,
    ) % {"n": waiting}  # fmt: skip
    return [Matter("signups", SOON, sentence, "signup:index", _("Examiner les demandes"))]


def _note(user: Any, destination: Destination, today: date) -> list[Matter]:
    """From the tenth on, the month that has ended should have its note; only where notes are written, and where some
    series knows that month."""
    last = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    written = MonthNote.everything.filter(destination=destination).aggregate(
        any=Count("pk"), last=Count("pk", filter=Q(month__gte=last))
    )
    if today.day < 10 or not written["any"] or written["last"]:
        return []
    known = Series.everything.filter(frequency=Frequency.MONTH, last__gte=last, territory=destination.territory_id)
    if not known.exists():
        return []
    month = formats.date_format(last, "F Y")
    sentence = _("La note du mois n’est pas encore écrite\N{NO-BREAK SPACE}: %(month)s.") % {"month": month}
    query = f"?destination={destination.pk}&month={last:%Y-%m-%d}"
    return [Matter("note", CALM, sentence, "monthnote:add", _("Écrire la note"), query=query)]
