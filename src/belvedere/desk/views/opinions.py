"""Surveys at the counter: a code to scan, and the tablet that is held out."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.enums import AnswerPath
from belvedere.contacts.models import Survey
from belvedere.contacts.queries.addresses import full

from .base import DeskView
from .sheet import qr_of


class Opinions(DeskView):
    """The surveys of this desk that are open today."""

    template_name = "desk/opinions.html"
    title = _("Avis des visiteurs")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        rows = Survey.everything.open_on(self.now.date()).filter(destination=self.desk)
        return super().get_context_data(**{"surveys": [self.shown(row) for row in rows]} | context)

    def shown(self, survey: Survey) -> dict[str, Any]:
        address = full(self.desk, reverse("contacts:survey", args=[survey.code]))
        scanned = f"{address}?par={AnswerPath.QR}"
        return {
            "survey": survey,
            "scanned": scanned,
            "qr": qr_of(scanned),
            "tablet": f"{address}?par={AnswerPath.DESK}",
        }
