"""The sentences shown beside the boxes: a change is a new version."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from belvedere.contacts.actions import wordings
from belvedere.contacts.forms.office import WordingForm
from belvedere.contacts.models import Wording
from belvedere.shell.saving import AddView
from belvedere.shell.surfaces import OfficeModelViewSet

from .common import REFUSALS


class WordingViewSet(OfficeModelViewSet):
    model = Wording
    icon = "openquote"
    menu_label = _("Textes de consentement")
    offered = ("add", "view")
    add_view_class = AddView
    refusals = REFUSALS
    list_display = (
        TitleColumn("get_purpose_display", label=_("Pour quoi"), url_name="wording:inspect", sort_key="purpose"),
        Column("get_language_display", label=_("Langue"), sort_key="language"),
        Column("version", label=_("Version"), sort_key="version"),
        Column("destination", label=_("Destination (vide, pour toutes)")),
        Column("text", label=_("Texte")),
        Column("since", label=_("Depuis le"), sort_key="since"),
    )
    list_export = ("purpose", "language", "version", "destination", "text", "since")
    list_select_related = ("destination",)
    list_filter = ("purpose", "language")
    inspect_view_fields = ("purpose", "language", "version", "destination", "text", "since")
    search_fields = ("text",)
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[WordingForm]:
        return WordingForm

    def changeable(self, user: Any) -> "QuerySet[Wording]":
        return Wording.everything.none()

    def store(self, form: WordingForm, user: Any) -> Wording:
        return wordings.write_wording(**form.cleaned_data, by=user, now=timezone.now())
