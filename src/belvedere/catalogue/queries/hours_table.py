"""Which schedules are open at an instant: reckoned once per distinct schedule, not once per offer."""

from datetime import datetime
from typing import Any

from belvedere.engines import hours

from . import sidecar

Table = tuple[list[int], hours.HoursIndex]


def _table(lines: list[Any]) -> Table:
    distinct = {line["number"]: line["schedule"] for line in lines}
    return list(distinct), hours.HoursIndex.build([hours.Schedule.from_dict(rules) for rules in distinct.values()])


def open_at(instant: datetime) -> list[int]:
    """Numbers of the schedules open at that instant."""
    numbers, table = sidecar.kept(sidecar.SCHEDULES, _table)
    return [numbers[i] for i in table.open_at(instant).nonzero()[0]]
