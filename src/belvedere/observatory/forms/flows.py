"""What a page of flows is asked; a zone, its place and who sees it in detail."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belvedere.observatory.models import FlowZone


class FlowZoneForm(forms.ModelForm):
    class Meta:
        model = FlowZone
        fields = ("name", "territory", "around", "destinations", "organisations", "is_public")

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        brothers = FlowZone.everything.filter(source=self.instance.source_id).exclude(pk=self.instance.pk)
        self.fields["around"].queryset = brothers
        self.fields["organisations"].help_text = _("Ses membres la voient depuis leur espace professionnel.")


def asked(given: Any) -> dict[str, Any]:
    """What the form of the page says (a query string), as ``queries.flow_pages.look`` takes it."""
    return {
        "source": given.get("source", ""), "subject": given.get("sujet", ""), "zone": given.get("zone", ""),
        "first": month_of(given.get("de", "")), "last": month_of(given.get("a", "")),
    }  # fmt: skip


def month_of(text: str) -> date | None:
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
    return date(int(found[1]), int(found[2]), 1) if found and int(found[1]) else None
