"""Who receives the note: to answer those who ask what is kept of them, and to forget them."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from belvedere.cockpit import access
from belvedere.cockpit.actions import subscriptions
from belvedere.cockpit.models import Subscriber
from belvedere.shell.saving import DeleteView
from belvedere.shell.surfaces import OfficeModelViewSet


class SubscriberViewSet(OfficeModelViewSet):
    model = Subscriber
    icon = "mail"
    menu_label = _("Abonnés à la note")
    offered = ("delete", "view")
    delete_view_class = DeleteView
    list_display = (
        TitleColumn("email", label=_("Adresse"), url_name="subscriber:inspect", sort_key="email"),
        Column("destination", label=_("Destination")),
        Column("asked_at", label=_("Demandé le"), sort_key="asked_at"),
        Column("confirmed_at", label=_("Confirmé le"), sort_key="confirmed_at"),
        Column("last_sent_at", label=_("Dernier envoi"), sort_key="last_sent_at"),
    )
    list_export = ("email", "destination", "asked_at", "confirmed_at", "last_sent_at")
    list_select_related = ("destination",)
    inspect_view_fields = ("email", "destination", "language", "asked_at", "confirmed_at", "last_sent_at")
    form_fields = ("email",)
    search_fields = ("email",)
    copy_view_enabled = False

    def changeable(self, user: Any) -> "QuerySet[Subscriber]":
        return access.subscribers_run_by(user)

    def remove(self, row: Subscriber, user: Any) -> None:
        subscriptions.leave(token=row.token, now=timezone.now())
