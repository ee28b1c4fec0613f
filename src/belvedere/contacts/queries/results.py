"""What came of a mailing: how many of each state and why, what came back, links followed by those who let us count."""

from dataclasses import dataclass

from django.db.models import Count

from belvedere.contacts.enums import MailingStatus, ReturnKind, SendingState, Skip
from belvedere.contacts.models import Click, Mailing, Sending


@dataclass(frozen=True)
class Results:
    """``skipped`` and ``returned``: label and count. ``clickers``: copies of which a link was followed, among those of
    persons who accept to be counted; opening is never measured."""

    states: list[tuple[str, int]]
    skipped: list[tuple[str, int]]
    returned: list[tuple[str, int]]
    failures: list[str]
    total: int
    sent: int
    doubtful: int
    clickers: int
    percent: int
    prepares: bool
    goes: bool


def results_of(mailing: Mailing) -> Results:
    """Five queries."""
    rows = Sending.everything.filter(mailing=mailing).order_by()
    states = dict(rows.values_list("state").annotate(Count("pk")))
    skips = dict(rows.filter(state=SendingState.SKIPPED).values_list("reason").annotate(Count("pk")))
    back = dict(rows.exclude(returned="").values_list("returned").annotate(Count("pk")))
    total, over = sum(states.values()), {SendingState.WAITING, SendingState.CLAIMED, SendingState.LEAVING}
    done = total - sum(states.get(state, 0) for state in over)
    job = mailing.job
    prepares = mailing.status == MailingStatus.PREPARING
    percent = round(100 * job.done / job.total) if prepares and job and job.total else 0
    return Results(
        states=[(str(state.label), states[state]) for state in SendingState if state in states],
        skipped=[(str(skip.label), skips[skip]) for skip in Skip if skip in skips],
        returned=[(str(kind.label), back[kind]) for kind in ReturnKind if kind in back],
        failures=list(rows.filter(state=SendingState.FAILED).values_list("reason", flat=True).distinct()[:10]),
        total=total,
        sent=states.get(SendingState.SENT, 0),
        doubtful=states.get(SendingState.DOUBT, 0),
        clickers=Click.objects.filter(sending__mailing=mailing).values("sending").distinct().count(),
        percent=percent if prepares else round(100 * done / total) if total else 0,
        prepares=prepares,
        goes=mailing.status == MailingStatus.SENDING,
    )
