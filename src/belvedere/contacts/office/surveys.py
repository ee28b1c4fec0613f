"""Surveys: worded, looked at as a visitor sees them, shared by a code, and what they say with their margins."""

from typing import Any

import segno
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.contacts import access
from belvedere.contacts.actions import surveys
from belvedere.contacts.enums import AnswerPath
from belvedere.contacts.exports import surveys as files
from belvedere.contacts.forms.surveys import AnswerForm, InvitationForm, SurveyForm
from belvedere.contacts.models import Survey
from belvedere.contacts.queries import survey_charts, survey_results
from belvedere.contacts.queries.addresses import full
from belvedere.contacts.queries.questions import questions_of
from belvedere.shell.saving import AddView, EditView
from belvedere.shell.surfaces import OfficeModelViewSet
from belvedere.shell.templatetags.shell import OWN_NAMES

from .common import attempt

#: Free words read at a time.
PAGE = 25
#: Kind asked for → content type and function of ``exports``.
FILES = {
    "csv": ("text/csv; charset=utf-8", files.csv_of),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", files.xlsx_of),
}


class SurveySheet(InspectView):
    template_name = "contacts/office/survey.html"
    page_title = _("Enquête")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        survey = self.object
        searched = self.request.GET.get("q", "").strip()
        results = survey_results.results_of(survey)
        own = full(survey.destination, reverse("contacts:survey", args=[survey.code]))
        return super().get_context_data(
            survey=survey,
            view=results,
            chart=survey_charts.by_month(results.months),
            page=Paginator(survey_results.words_of(survey, searched), PAGE).get_page(self.request.GET.get("page")),
            searched=searched,
            address=own,
            scanned=f"{own}?par={AnswerPath.QR}",
            code=segno.make(f"{own}?par={AnswerPath.QR}", error="m").svg_data_uri(scale=4, border=2, light="#fff"),
            writes=access.surveys_run_by(self.request.user).filter(pk=survey.pk).exists(),
            form=context.pop("form", None) or InvitationForm(initial={"on": timezone.localdate()}),
            languages=list(OWN_NAMES.items()),
            **context,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """How many were asked."""
        rows = access.surveys_run_by(request.user).select_related("destination")
        survey, form = get_object_or_404(rows, pk=kwargs["pk"]), InvitationForm(request.POST)
        if not form.is_valid():
            self.object = survey
            return self.render_to_response(self.get_context_data(form=form))
        given = {"survey": survey, "by": request.user, "now": timezone.now()} | form.cleaned_data
        attempt(request, lambda: surveys.count_invitation(**given), gettext("C’est noté."))
        return redirect("survey:inspect", survey.pk)


class Preview(View):
    """The page as a visitor sees it, in one of its languages; nothing can be sent."""

    model = Survey

    def get(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        survey = get_object_or_404(access.visible_to(request.user, Survey).select_related("destination"), pk=pk)
        if language not in OWN_NAMES:
            raise Http404
        request.destination = survey.destination
        address = reverse("survey:index") + f"{pk}/apercu/"
        with translation.override(language):
            page = {
                "form": AnswerForm(questions=questions_of(survey, language), wording=None),
                "page_title": gettext("Votre avis, en une minute"), "indexed": False, "preview": True,
                "language": language,
                "languages": [(code, name, f"{address}{code}/") for code, name in OWN_NAMES.items()],
            }  # fmt: skip
            return render(request, "contacts/public/survey.html", page)


class TakeAway(View):
    """Every sheet, as a file; for whoever writes here."""

    model = Survey

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        survey = access.surveys_run_by(request.user).select_related("destination").filter(pk=pk).first()
        if survey is None:
            raise PermissionDenied
        if kind not in FILES:
            raise Http404
        content_type, written = FILES[kind]
        response = HttpResponse(written(survey), content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="enquete-{survey.pk}.{kind}"'
        return response


class SurveyViewSet(OfficeModelViewSet):
    model = Survey
    add_to_reference_index = True
    icon = "form"
    menu_label = _("Enquêtes")
    offered = ("add", "change", "view")
    inspect_view_class, add_view_class, edit_view_class = SurveySheet, AddView, EditView
    refusals = (surveys.SurveyRefused,)
    list_display = (
        TitleColumn("name", label=_("Nom"), url_name="survey:inspect", sort_key="name"),
        Column("destination", label=_("Destination")),
        Column("get_stage_display", label=_("Moment"), sort_key="stage"),
        DateColumn("opens_on", label=_("Ouverte du"), sort_key="opens_on"),
        DateColumn("closes_on", label=_("Au"), sort_key="closes_on"),
    )
    list_export = ("name", "destination", "stage", "opens_on", "closes_on", "population")
    list_select_related = ("destination",)
    list_filter = ("stage",)
    search_fields = ("name",)
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[SurveyForm]:
        return SurveyForm

    def changeable(self, user: Any) -> Any:
        return access.surveys_run_by(user)

    def store(self, form: SurveyForm, user: Any) -> Survey:
        return surveys.save_survey(survey=form.instance, by=user, now=timezone.now())

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/apercu/<str:language>/", Preview.as_view(), name="preview"),
            path("<int:pk>/reponses.<str:kind>", TakeAway.as_view(), name="answers"),
        ]
