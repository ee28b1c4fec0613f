"""Office screens: editions with their capacity and versions, participants, and the wall of a plan."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail import hooks
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import InspectView
from wagtail.admin.viewsets.base import ViewSetGroup

from belvedere.shell.saving import AddView, EditView
from belvedere.shell.surfaces import OfficeModelViewSet
from belvedere.territories.queries import resolved_brand

from . import access, exports
from .actions import editions, participants, plans
from .forms import EditionForm, ParticipantForm
from .models import Edition, Meeting, Participant, PlanVersion
from .queries import office as reads
from .queries import printing

ROWS = 20
REFUSALS = (editions.Refused, participants.Refused, plans.Refused)


class EditionSheet(InspectView):
    template_name = "meetings/office/edition.html"
    page_title = _("Édition")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        runs = access.can_run(self.request.user, self.object)
        return super().get_context_data(edition=self.object, view=reads.overview(self.object), runs=runs, **context)


class EditionViewSet(OfficeModelViewSet):
    model = Edition
    icon = "date"
    menu_label = _("Éditions")
    offered = ("add", "change", "view")
    inspect_view_class, add_view_class, edit_view_class = EditionSheet, AddView, EditView
    refusals = REFUSALS
    list_display = (
        TitleColumn("name", label=_("Nom"), url_name="edition:inspect", sort_key="name"),
        Column("day", label=_("Jour"), sort_key="day"),
        Column("destination", label=_("Destination")),
        StatusTagColumn("get_status_display", label=_("État"), sort_key="status"),
    )
    list_export = ("name", "day", "destination", "place", "status", "slot_minutes", "tables")
    list_select_related = ("destination",)
    list_filter = ("status",)
    search_fields = ("name", "place")
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[EditionForm]:
        return EditionForm

    def changeable(self, user: Any) -> "QuerySet[Edition]":
        return access.editions_run_by(user)

    def store(self, form: EditionForm, user: Any) -> Edition:
        return editions.save_edition(edition=form.instance, by=user, now=timezone.now())

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/decision/", DecideView.as_view(), name="decide"),
            path("plan/<int:pk>/", PlanPage.as_view(), name="plan"),
            path("plan/<int:pk>/agendas.pdf", PrintView.as_view(sheet="agendas"), name="print_agendas"),
            path("plan/<int:pk>/tables.pdf", PrintView.as_view(sheet="tables"), name="print_tables"),
        ]


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
        Column("edition", label=_("Édition")),
        Column("seats", label=_("À la fois"), sort_key="seats"),
        Column("absent_at", label=_("Absent depuis"), sort_key="absent_at"),
    )
    list_export = ("name", "side", "edition", "organisation", "about", "email", "max_meetings", "min_meetings", "seats")
    list_select_related = ("edition", "organisation")
    list_filter = ("edition", "side")
    search_fields = ("name", "about", "email")
    inspect_view_fields = (
        "name", "side", "edition", "organisation", "about", "email", "max_meetings", "min_meetings", "seats",
        "priority", "absent_at",
    )  # fmt: skip
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[ParticipantForm]:
        return ParticipantForm

    def changeable(self, user: Any) -> "QuerySet[Participant]":
        return access.participants_run_by(user)

    def store(self, form: ParticipantForm, user: Any) -> Participant:
        return participants.register_participant(participant=form.instance, by=user, now=timezone.now())


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> Any:
    """Calls one action; says above the next page what it did, or each sentence of its refusal."""
    try:
        result = act()
    except REFUSALS as refusal:
        for sentence in getattr(refusal, "conflicts", (str(refusal),)):
            messages.error(request, sentence)
        return None
    messages.success(request, done)
    return result


class DecideView(View):
    """One decision on an edition: ``verb`` names it."""

    model = Edition

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = get_object_or_404(access.visible_to(request.user, Edition), pk=pk)
        given = {"edition": edition, "by": request.user, "now": timezone.now()}
        verbs: dict[str, tuple[Callable[..., Any], str]] = {
            "open": (editions.open_edition, gettext("Les souhaits sont ouverts.")),
            "close": (editions.close_wishes, gettext("Les souhaits sont clos\N{NO-BREAK SPACE}: le plan se calcule.")),
            "plan": (editions.ask_plan, gettext("Le plan se calcule\N{NO-BREAK SPACE}: rechargez dans un instant.")),
            "capacity": (editions.ask_capacity, gettext("La capacité se mesure\N{NO-BREAK SPACE}: rechargez bientôt.")),
        }
        if request.POST.get("verb") not in verbs:
            raise PermissionDenied
        act, done = verbs[request.POST["verb"]]
        attempt(request, lambda: act(**given), done)
        return redirect("edition:inspect", pk)


def plan_for(request: HttpRequest, pk: int) -> PlanVersion:
    rows = access.visible_to(request.user, PlanVersion).select_related("edition__destination")
    plan: PlanVersion = get_object_or_404(rows.defer("unmet", "lunch"), pk=pk)
    return plan


class PlanPage(View):
    """The wall of a version, its proof, and what a person changes in it."""

    model = PlanVersion

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = plan_for(request, pk)
        edition, text = plan.edition, request.GET.get("q", "")[:80]
        page = Paginator(reads.buyers_of(edition), ROWS).get_page(request.GET.get("p"))
        shown = {
            "plan": plan,
            "edition": edition,
            "proof": reads.proof(plan),
            "page": page,
            "rows": reads.wall(plan, page.object_list, edition.slots),
            "hours": [(t, edition.hour(t)) for t in range(edition.slots)],
            "text": text,
            "found": reads.found(plan, text),
            "versions": reads.versions_of(edition),
            "runs": access.can_run(request.user, edition),
        }
        return render(request, "meetings/office/plan.html", shown)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = plan_for(request, pk)
        verb, _colon, key = request.POST.get("verb", "").partition(":")
        if verb == "publish":
            given = {"plan": plan, "by": request.user, "now": timezone.now()}
            attempt(request, lambda: plans.publish_plan(**given), gettext("Ce plan est publié."))
        elif verb == "absent" and key.isdecimal():
            return self.absent(request, plan, int(key))
        elif verb == "move" and key.isdecimal():
            self.move(request, plan, int(key))
        else:
            raise PermissionDenied
        query = request.GET.urlencode()
        response = redirect("edition:plan", plan.pk)
        response["Location"] += f"?{query}" if query else ""
        return response

    def absent(self, request: HttpRequest, plan: PlanVersion, key: int) -> HttpResponse:
        one = get_object_or_404(Participant.everything.select_related("edition"), pk=key, edition=plan.edition)
        given = {"participant": one, "plan": plan, "by": request.user, "now": timezone.now()}
        done = gettext("Absence notée\N{NO-BREAK SPACE}: voici le plan réparé, à publier.")
        version = attempt(request, lambda: plans.mark_absent(**given), done)
        return redirect("edition:plan", version.pk if version else plan.pk)

    def move(self, request: HttpRequest, plan: PlanVersion, key: int) -> None:
        meeting = get_object_or_404(Meeting.everything.select_related("seller", "buyer"), pk=key, plan=plan)
        slot = request.POST.get(f"slot_{key}", "")
        given = {"slot": int(slot) if slot.isdecimal() else -1, "by": request.user, "now": timezone.now()}
        attempt(request, lambda: plans.move_meeting(meeting=meeting, **given), gettext("La rencontre est déplacée."))


class PrintView(View):
    """All the agendas, or all the table cards, as one PDF."""

    model = PlanVersion
    sheet = "agendas"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = plan_for(request, pk)
        agendas = printing.agendas(plan, buyers_only=self.sheet == "tables")
        brand = resolved_brand(plan.edition.destination)
        response = HttpResponse(
            exports.printed(plan.edition, agendas, brand, self.sheet), content_type="application/pdf"
        )
        response["Content-Disposition"] = f'inline; filename="{self.sheet}-{plan.number}.pdf"'
        return response


class MeetingsGroup(ViewSetGroup):
    menu_label = _("Rencontres pro")
    menu_icon = "group"
    menu_order = 160
    items = (EditionViewSet, ParticipantViewSet)


@hooks.register("register_admin_viewset")
def screens() -> MeetingsGroup:
    return MeetingsGroup()
