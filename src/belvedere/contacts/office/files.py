"""Files of contacts: sent, their columns and proofs described, tried, brought in."""

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.contacts import access
from belvedere.contacts.actions import files
from belvedere.contacts.actions.arrivals import Trial
from belvedere.contacts.enums import LineStatus
from belvedere.contacts.forms.office import DescribeForm, FileForm
from belvedere.contacts.imports import files as imports
from belvedere.contacts.models import ContactFile, FileLine
from belvedere.shell.saving import AddView
from belvedere.shell.surfaces import OfficeModelViewSet

from .common import REFUSALS, attempt

PAGE = 100


class SendView(AddView):
    page_title = _("Importer des contacts")

    def get_success_url(self) -> str:
        return reverse("contactfile:inspect", args=[self.object.pk])

    def get_success_message(self, instance: ContactFile) -> str:
        return gettext("Fichier reçu\N{NO-BREAK SPACE}: vérifiez ses colonnes.")


class FileSheet(InspectView):
    template_name = "contacts/office/file.html"
    page_title = _("Fichier de contacts")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        brings = access.files_brought_by(self.request.user).filter(pk=self.object.pk).exists()
        page = describing(self.object, DescribeForm(file=self.object)) | {"brings": brings}
        status = self.request.GET.get("status", "")
        rows = FileLine.everything.filter(file=self.object).select_related("person")
        rows = rows.filter(status=status) if status in LineStatus.values else rows
        labels = [(value, label, self.object.counts.get(value, 0)) for value, label in LineStatus.choices]
        return super().get_context_data(
            page=Paginator(rows, PAGE).get_page(self.request.GET.get("page")), counts=labels, status=status,
            **page, **context,
        )  # fmt: skip


def describing(file: ContactFile, form: DescribeForm) -> dict[str, Any]:
    return {"file": file, "form": form}


class ContactFileViewSet(OfficeModelViewSet):
    model = ContactFile
    icon = "upload"
    menu_label = _("Fichiers importés")
    offered = ("add", "view")
    inspect_view_class, add_view_class = FileSheet, SendView
    refusals = REFUSALS
    list_display = (
        TitleColumn("name", label=_("Fichier"), url_name="contactfile:inspect", sort_key="name"),
        Column("destination", label=_("Destination")),
        Column("uploaded_at", label=_("Déposé le"), sort_key="uploaded_at"),
        Column("brought_at", label=_("Importé le"), sort_key="brought_at"),
    )
    list_export = ("name", "destination", "uploaded_at", "brought_at", "counts", "proof", "gathered_on")
    list_select_related = ("destination",)
    search_fields = ("name",)
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[FileForm]:
        return FileForm

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ContactFile]":
        return super().get_queryset(request).defer("content")

    def changeable(self, user: Any) -> "QuerySet[ContactFile]":
        return ContactFile.everything.none()

    def store(self, form: FileForm, user: Any) -> ContactFile:
        sent = form.cleaned_data["sent"]
        if sent.size > files.SIZE_MAX:
            raise files.FileRefused(gettext("Seize mégaoctets au plus\N{NO-BREAK SPACE}: coupez le fichier en deux."))
        return imports.receive_file(
            name=sent.name, content=sent.read(), destination=form.cleaned_data["destination"], by=user,
            now=timezone.now(),
        )  # fmt: skip

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/colonnes/", BringView.as_view(), name="bring")]


class BringView(View):
    """Keeps the columns and the proofs, then tries without writing or has the lines brought in."""

    model = ContactFile

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = access.files_brought_by(request.user).select_related("destination", "job")
        file = get_object_or_404(rows, pk=pk)
        form = DescribeForm(request.POST, file=file)
        given: dict[str, Any] = {"file": file, "by": request.user, "now": timezone.now()}
        page = describing(file, form) | {"brings": True, "object": file}
        if not form.is_valid():
            return render(request, "contacts/office/file_form.html", page)
        told = {"claims": form.claimed, "proof": form.cleaned_data["proof"]}
        told |= {"columns": form.columns, "gathered_on": form.cleaned_data["gathered_on"]}
        if not attempt(request, lambda: files.describe_file(**given, **told), ""):
            return render(request, "contacts/office/file_form.html", page)
        if request.POST.get("verb") != "bring":
            return render(request, "contacts/office/file_form.html", page | tried(request, given))
        done = gettext("Importation demandée\N{NO-BREAK SPACE}: elle avance ci-dessous.")
        if attempt(request, lambda: files.ask_bringing(**given), done):
            return redirect("contactfile:inspect", pk)
        return render(request, "contacts/office/file_form.html", page)


def tried(request: HttpRequest, given: dict[str, Any]) -> dict[str, Any]:
    """How many lines would end in which way, of how many; nothing where the file is refused."""
    found: list[Trial] = []
    if not attempt(request, lambda: found.append(imports.try_file(**given)), ""):
        return {}
    trial = found[0]
    counts = Counter(line.status for line in trial.lines)
    failed = [line for line in trial.lines if line.status == LineStatus.FAILED][:PAGE]
    outcome = [(status.label, counts.get(status, 0)) for status in LineStatus]
    return {"outcome": outcome, "failed": failed, "trial": trial}
