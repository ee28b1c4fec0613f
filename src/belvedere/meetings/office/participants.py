"""Who comes."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from belvedere.meetings import access
from belvedere.meetings.actions import participants
from belvedere.meetings.forms.office import ParticipantForm
from belvedere.meetings.models import Participant
from belvedere.shell.saving import AddView, EditView
from belvedere.shell.surfaces import OfficeModelViewSet

from .common import REFUSALS


class ParticipantViewSet(OfficeModelViewSet):
    model = Participant
    icon = "group"
    menu_label = _("Participants")
    offered = ("add", "change", "view")
    add_view_class, edit_view_class = AddView, EditView
    refusals = REFUSALS
    list_display = (
        TitleColumn("name", label=_("Nom"), url_name="participant:inspect", sort_key="name"),
        Column("get_side_display", label=_("Côté"), sort_key="side"),
        Column("segment", label=_("Famille"), sort_key="segment"),
        Column("edition", label=_("Édition")),
        Column("seats", label=_("À la fois"), sort_key="seats"),
        Column("absent_at", label=_("Absent depuis"), sort_key="absent_at"),
    )
    list_export = ("name", "side", "edition", "organisation", "about", "email", "max_meetings", "min_meetings", "seats")
    list_select_related = ("edition", "organisation")
    list_filter = ("edition", "side")
    search_fields = ("name", "about", "email")
    inspect_view_fields = (
        "name", "side", "segment", "edition", "organisation", "about", "email", "max_meetings", "min_meetings", "seats",
        "priority", "absent_at",
    )  # fmt: skip
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[ParticipantForm]:
        return ParticipantForm

    def changeable(self, user: Any) -> "QuerySet[Participant]":
        return access.participants_run_by(user)

    def store(self, form: ParticipantForm, user: Any) -> Participant:
        return participants.register_participant(participant=form.instance, by=user, now=timezone.now())
