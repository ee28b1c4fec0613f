"""Where to go next: one's next table on the drawing of the rooms."""

from typing import Any

from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from belvedere.meetings import exports
from belvedere.meetings.queries import floor, pro

from .own import Own


class MyFloor(Own):
    template_name = "meetings/pro/floor.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        agenda, drawn = pro.agenda_of(self.participant), floor.floor_of(self.participant.edition)
        line = pro.next_line(agenda, timezone.now())
        table = line.table if line else None
        label = (
            gettext("Plan des salles, votre prochaine table est la %s") % table if table else gettext("Plan des salles")
        )
        page = {
            "page_title": gettext("Où aller"),
            "line": line,
            # Our own template, every name in it escaped.
            "drawing": mark_safe(exports.drawing(drawn, next_table=table, label=label)) if drawn else "",  # noqa: S308
        }
        return super().get_context_data(**page | context)
