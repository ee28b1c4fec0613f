"""An agenda as iCalendar."""

from icalendar import Calendar, Event

from .pro import Agenda


def calendar_of(agenda: Agenda, *, host: str) -> bytes:
    """One event a meeting, in universal time; stable identifiers, so that a second subscription changes the first."""
    calendar = Calendar()
    calendar.add("prodid", "-//Belvédère//rencontres//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", agenda.edition.name)
    for line in agenda.lines:
        event = Event()
        event.add("uid", f"rencontre-{agenda.participant.pk}-{line.other.pk}@{host}")
        event.add("dtstamp", line.starts_at)
        event.add("sequence", agenda.version)
        event.add("dtstart", line.starts_at)
        event.add("dtend", line.ends_at)
        event.add("summary", line.other.name)
        event.add("location", ", ".join(filter(None, [place(line.table, line.room), agenda.edition.place])))
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def place(table: int | None, room: str) -> str:
    """« table 12, salle A »"""
    return ", ".join(filter(None, [f"table {table}" if table is not None else "", room]))
