"""Notes of the month: written by the figures, completed, previewed, published, sent."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.cockpit import access
from belvedere.cockpit.actions import notes as actions
from belvedere.cockpit.exports import papers
from belvedere.cockpit.forms.office import NewNoteForm, NoteForm, PublishForm
from belvedere.cockpit.models import MonthNote
from belvedere.cockpit.queries import notes as reads
from belvedere.shell.saving import AddView, form_again, send_back
from belvedere.shell.surfaces import OfficeModelViewSet
from belvedere.territories import queries as territories


class NoteSheet(InspectView):
    """What will be read, what may be changed, what was published."""

    template_name = "cockpit/office/note.html"
    page_title = _("Note du mois")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        note = MonthNote.everything.select_related("destination").get(pk=self.object.pk)
        return super().get_context_data(
            note=note, reading=reading_now(note), versions=reads.versions_of(note), letters=reads.letters_of(note),
            readers=reads.readers_of(note.destination).count(),
            form=form_again(self.request, NoteForm, note=note), publish=form_again(self.request, PublishForm),
            writes=access.can_publish(self.request.user, note),
            public_url=territories.address_of(note.destination, reverse("cockpit:note", args=[f"{note.month:%Y-%m}"])),
            **context,
        )  # fmt: skip


def reading_now(note: MonthNote) -> reads.Content:
    today = timezone.localdate()
    return reads.reading_of(note, note.content, words=note.words, left_out=note.left_out, day=today)


class MonthNoteViewSet(OfficeModelViewSet):
    model = MonthNote
    icon = "doc-full"
    menu_label = _("Note du mois")
    offered = ("add", "view")
    inspect_view_class, add_view_class = NoteSheet, AddView
    refusals = (actions.Refused,)
    list_display = (
        TitleColumn("__str__", label=_("Note"), url_name="monthnote:inspect", sort_key="month"),
        StatusTagColumn("get_status_display", label=_("État"), sort_key="status"),
        Column("reckoned_at", label=_("Chiffres du")),
    )
    list_export = ("destination", "month", "status", "reckoned_at")
    list_select_related = ("destination",)
    list_filter = ("status",)
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[NewNoteForm]:
        return NewNoteForm

    def changeable(self, user: Any) -> "QuerySet[MonthNote]":
        return access.notes_run_by(user)

    def store(self, form: NewNoteForm, user: Any) -> MonthNote:
        given = form.cleaned_data
        return actions.write_note(destination=given["destination"], month=given["month"], by=user, now=timezone.now())

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/apercu.pdf", preview, name="preview"),
            path("<int:pk>/completer/", complete, name="complete"),
            path("<int:pk>/recalculer/", reckon, name="reckon"),
            path("<int:pk>/publier/", publish, name="publish"),
            path("<int:pk>/renvoyer/", retry, name="retry"),
        ]


def note_for(request: HttpRequest, pk: int) -> MonthNote:
    rows = access.visible_to(request.user, MonthNote).select_related("destination")
    note: MonthNote = get_object_or_404(rows, pk=pk)
    return note


def written(request: HttpRequest, pk: int) -> MonthNote:
    note = note_for(request, pk)
    if not access.can_publish(request.user, note):
        raise PermissionDenied(gettext("Cette note est en lecture seule pour vous."))
    return note


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF as it would be published now."""
    note = note_for(request, pk)
    brand = territories.resolved_brand(note.destination)
    url = territories.address_of(note.destination, reverse("cockpit:note", args=[f"{note.month:%Y-%m}"]))
    response = HttpResponse(papers.note_pdf(reading_now(note), brand, url=url), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="note-{note.month:%Y-%m}.pdf"'
    return response


@require_POST
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    note = written(request, pk)
    form = NoteForm(request.POST, note=note)
    if not form.is_valid():
        return send_back(request, form, at=reverse("monthnote:inspect", args=[pk]))
    actions.complete_note(
        note=note, words=form.cleaned_data["words"], left_out=form.left_out, by=request.user, now=timezone.now()
    )
    messages.success(request, gettext("La note est enregistrée."))
    return redirect("monthnote:inspect", pk)


@require_POST
def reckon(request: HttpRequest, pk: int) -> HttpResponse:
    actions.reckon_again(note=written(request, pk), by=request.user, now=timezone.now())
    messages.success(request, gettext("Les phrases sont celles des chiffres d’aujourd’hui."))
    return redirect("monthnote:inspect", pk)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    note, form = written(request, pk), PublishForm(request.POST)
    if not form.is_valid():
        return send_back(request, form, at=reverse("monthnote:inspect", args=[pk]))
    version = actions.publish_note(note=note, by=request.user, now=timezone.now(), **form.cleaned_data)
    waiting = reads.letters_of(note).waiting
    sent = ngettext("%(n)s courriel part.", "%(n)s courriels partent.", waiting) % {"n": waiting} if waiting else ""
    messages.success(request, gettext("La version %(n)s est publiée.") % {"n": version.number} + f" {sent}".rstrip())
    return redirect("monthnote:inspect", pk)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.retry_letters(note=written(request, pk), by=request.user, now=timezone.now())
        messages.success(request, gettext("Les envois repartent."))
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("monthnote:inspect", pk)
