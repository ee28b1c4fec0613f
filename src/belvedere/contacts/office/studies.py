"""Image studies: curves by market and year; each wave with its quotas, its weights and the institute's file."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.contacts import access
from belvedere.contacts.actions import studies, terrain
from belvedere.contacts.enums import LineStatus
from belvedere.contacts.forms.studies import ColumnsForm, StudyForm, TerrainForm, WaveForm
from belvedere.contacts.imports import studies as imports
from belvedere.contacts.models import Study, Wave
from belvedere.contacts.queries import studies as reads
from belvedere.contacts.queries import survey_charts
from belvedere.shell.saving import AddView, EditView
from belvedere.shell.surfaces import OfficeModelViewSet

from .common import attempt

#: Failed lines shown at once.
LINES = 100
OUTCOMES = (LineStatus.CREATED, LineStatus.UNCHANGED, LineStatus.FAILED)


class StudySheet(InspectView):
    template_name = "contacts/office/study.html"
    page_title = _("Étude d’image")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        names = (gettext("Notoriété spontanée"), gettext("Notoriété assistée"))
        found = reads.curves_of(self.object, names)
        drawn = [(name, points, survey_charts.by_year(points, name)) for name, points in found.curves]
        writes = access.studies_run_by(self.request.user).filter(pk=self.object.pk).exists()
        return super().get_context_data(
            study=self.object, readings=found.readings, drawn=drawn, writes=writes, **context
        )


class StudyViewSet(OfficeModelViewSet):
    model = Study
    icon = "globe"
    menu_label = _("Études d’image")
    offered = ("add", "change", "view")
    inspect_view_class, add_view_class, edit_view_class = StudySheet, AddView, EditView
    refusals = (studies.StudyRefused,)
    list_display = (
        TitleColumn("name", label=_("Nom"), url_name="study:inspect", sort_key="name"),
        Column("destination", label=_("Destination")),
    )
    list_export = ("name", "destination", "traits")
    list_select_related = ("destination",)
    search_fields = ("name",)
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[StudyForm]:
        return StudyForm

    def changeable(self, user: Any) -> "QuerySet[Study]":
        return access.studies_run_by(user)

    def store(self, form: StudyForm, user: Any) -> Study:
        return studies.save_study(study=form.instance, by=user, now=timezone.now())


class WaveSheet(InspectView):
    template_name = "contacts/office/wave.html"
    page_title = _("Vague d’étude")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**page_of(self.object, self.request.user) | context)


def page_of(wave: Wave, user: Any, columns: ColumnsForm | None = None) -> dict[str, Any]:
    return {
        "wave": wave,
        "quotas": reads.quotas_of(wave),
        "reading": reads.one_reading(wave),
        "writes": access.waves_run_by(user).filter(pk=wave.pk).exists(),
        "terrain": TerrainForm(),
        "columns": columns or (ColumnsForm(wave=wave) if wave.content else None),
        "brought": [(status.label, wave.counts.get(status, 0)) for status in OUTCOMES] if wave.brought_at else [],
    }


class OneWave(View):
    """Something done to a wave of one's own studies."""

    model = Wave

    def wave(self, request: HttpRequest, pk: int) -> Wave:
        rows = access.waves_run_by(request.user).select_related("study__destination", "job")
        found: Wave = get_object_or_404(rows, pk=pk)
        return found


class Receive(OneWave):
    """The institute's file is kept, its columns guessed."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        wave, form = self.wave(request, pk), TerrainForm(request.POST, request.FILES)
        if form.is_valid():
            sent = form.cleaned_data["sent"]
            given: dict[str, Any] = {"wave": wave, "by": request.user, "now": timezone.now()}
            done = gettext("Fichier reçu\N{NO-BREAK SPACE}: vérifiez ses colonnes.")
            attempt(request, lambda: imports.receive_file(name=sent.name, content=sent.read(), **given), done)
        else:
            messages.error(request, " ".join(fault for found in form.errors.values() for fault in found))
        return redirect("wave:inspect", pk)


class Bring(OneWave):
    """Keeps the columns, then tries without writing or has the lines brought in."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        wave = self.wave(request, pk)
        given: dict[str, Any] = {"wave": wave, "by": request.user, "now": timezone.now()}
        form = ColumnsForm(request.POST, wave=wave)
        taken: list[terrain.Taken] = []
        if form.is_valid() and attempt(request, lambda: terrain.map_columns(columns=form.columns, **given), ""):
            if request.POST.get("verb") == "bring":
                done = gettext("Importation demandée\N{NO-BREAK SPACE}: elle avance ci-dessous.")
                if attempt(request, lambda: imports.ask_file(**given), done):
                    return redirect("wave:inspect", pk)
            else:
                attempt(request, lambda: taken.extend(imports.try_file(wave=wave)), "")
        counts = Counter(one.status for one in taken)
        page = page_of(wave, request.user, form) | {
            "object": wave, "outcome": [(status.label, counts[status]) for status in OUTCOMES] if taken else [],
            "failed": [(one.line, one.sentence) for one in taken if one.status == LineStatus.FAILED][:LINES],
        }  # fmt: skip
        return render(request, "contacts/office/wave_file.html", page)


class WaveViewSet(OfficeModelViewSet):
    model = Wave
    icon = "calendar"
    menu_label = _("Vagues d’étude")
    offered = ("add", "change", "view")
    inspect_view_class, add_view_class, edit_view_class = WaveSheet, AddView, EditView
    refusals = (studies.StudyRefused,)
    list_display = (
        TitleColumn("__str__", label=_("Marché et année"), url_name="wave:inspect", sort_key="year"),
        Column("study", label=_("Étude")),
        Column("institute", label=_("Institut"), sort_key="institute"),
        Column("target", label=_("Réponses voulues"), sort_key="target"),
    )
    list_export = ("study", "market", "year", "institute", "asked_on", "target", "contacted")
    list_select_related = ("study",)
    list_filter = ("market", "year")
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Wave]":
        return super().get_queryset(request).defer("content")

    def get_form_class(self, for_update: bool = False) -> type[WaveForm]:
        return WaveForm

    def changeable(self, user: Any) -> "QuerySet[Wave]":
        return access.waves_run_by(user)

    def store(self, form: WaveForm, user: Any) -> Wave:
        return studies.save_wave(wave=form.instance, by=user, now=timezone.now())

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/fichier/", Receive.as_view(), name="receive"),
            path("<int:pk>/colonnes/", Bring.as_view(), name="bring"),
        ]
