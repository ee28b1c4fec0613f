"""When the places of the demo open: each code gives the openings of one year as DATAtourisme writes them."""

from collections.abc import Iterator
from datetime import date, timedelta

Opening = dict[str, object]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

#: Code → rows of (first day, last day, opens, closes, closed weekdays). Days are (month, day).
CODES: dict[str, list[tuple[tuple[int, int], tuple[int, int], str, str, tuple[int, ...]]]] = {
    "always": [],
    "museum": [((1, 2), (6, 30), "10:00", "18:00", (0,)), ((7, 1), (8, 31), "10:00", "19:00", ()),
               ((9, 1), (12, 24), "10:00", "18:00", (0,))],
    "museum_split": [((2, 1), (6, 30), "10:00", "12:30", (1,)), ((2, 1), (6, 30), "14:00", "18:00", (1,)),
                     ((7, 1), (8, 31), "10:00", "18:30", ()), ((9, 1), (11, 30), "14:00", "18:00", (1,))],
    "church": [((1, 1), (3, 31), "09:00", "17:30", ()), ((4, 1), (9, 30), "08:30", "19:00", ()),
               ((10, 1), (12, 31), "09:00", "17:30", ())],
    "park": [((1, 1), (3, 31), "07:30", "18:00", ()), ((4, 1), (9, 30), "07:00", "22:00", ()),
             ((10, 1), (12, 31), "07:30", "18:00", ())],
    "season_long": [((3, 15), (6, 30), "10:00", "18:00", ()), ((7, 1), (8, 31), "09:30", "19:30", ()),
                    ((9, 1), (11, 11), "10:00", "18:00", ())],
    "season_short": [((5, 1), (6, 30), "14:00", "18:00", (0, 1)), ((7, 1), (8, 31), "10:00", "19:00", ()),
                     ((9, 1), (9, 30), "14:00", "18:00", (0, 1))],
    "season_park": [((3, 22), (6, 30), "10:00", "18:00", (0,)), ((7, 1), (8, 31), "10:00", "19:30", ()),
                    ((9, 1), (11, 3), "10:00", "18:00", (0, 1))],
    "summer": [((6, 1), (10, 31), "00:00", "23:59", ())],
    "winter": [((1, 1), (3, 31), "09:00", "17:00", ()), ((12, 6), (12, 31), "09:00", "17:00", ())],
    "spa": [((1, 3), (12, 23), "10:00", "21:00", ())],
    "restaurant": [((1, 5), (12, 23), "12:00", "14:00", (0, 6)), ((1, 5), (12, 23), "19:00", "21:30", (0, 6))],
    "bistro": [((1, 2), (12, 31), "12:00", "14:30", (6,)), ((1, 2), (12, 31), "19:00", "22:30", (6,))],
    "inn": [((4, 1), (6, 30), "12:00", "14:00", (0, 1, 2, 3)), ((7, 1), (8, 31), "12:00", "14:00", (0,)),
            ((7, 1), (8, 31), "19:00", "21:00", (0,)), ((9, 1), (10, 31), "12:00", "14:00", (0, 1, 2, 3))],
    "bar": [((1, 2), (12, 31), "17:00", "01:00", (0, 6))],
    "shop": [((1, 2), (12, 31), "09:30", "12:30", (0, 6)), ((1, 2), (12, 31), "14:30", "19:00", (0, 6))],
    "farm": [((1, 5), (12, 31), "16:30", "19:00", (6,))],
    "leisure": [((4, 1), (6, 30), "13:30", "18:30", (0, 1, 3, 4)), ((7, 1), (8, 31), "10:00", "19:30", ()),
                ((9, 1), (10, 31), "13:30", "18:00", (0, 1, 3, 4))],
    "campsite": [((4, 5), (10, 5), "08:30", "19:30", ())],
}  # fmt: skip


def openings(code: str, years: tuple[int, ...]) -> list[Opening]:
    """The openings of these years."""
    return [row for year in years for row in _year(code, year)]


def _year(code: str, year: int) -> Iterator[Opening]:
    for first, last, opens, closes, closed in CODES[code]:
        row = period(date(year, *first), date(year, *last), opens, closes)
        if closed:
            row["schema:dayOfWeek"] = [
                {"@id": f"schema:{name}", "@type": ["schema:DayOfWeek"]}
                for weekday, name in enumerate(DAYS)
                if weekday not in closed
            ]
        yield row


def period(first: date, last: date, opens: str | None = None, closes: str | None = None) -> Opening:
    row: Opening = {
        "@type": ["schema:OpeningHoursSpecification"],
        "schema:validFrom": f"{first.isoformat()}T00:00:00",
        "schema:validThrough": f"{last.isoformat()}T23:59:59",
    }
    if opens:
        row |= {"schema:opens": f"{opens}:00", "schema:closes": f"{closes}:00"}
    return row


def weekly(first: date, last: date, weekday: int) -> Iterator[date]:
    """Each such weekday (0 is Monday) between two days, both included."""
    day = first + timedelta((weekday - first.weekday()) % 7)
    while day <= last:
        yield day
        day += timedelta(7)
