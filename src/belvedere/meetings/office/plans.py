"""The wall of a version, its proof, and what a person changes in it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.generic import View

from belvedere.meetings import access
from belvedere.meetings.actions import plans, repairs
from belvedere.meetings.models import Meeting, Participant, PlanVersion
from belvedere.meetings.queries import changes
from belvedere.meetings.queries import day as days
from belvedere.meetings.queries import office as reads
from belvedere.meetings.queries import proof as proofs

from .common import attempt, plan_for

ROWS = 20


class PlanPage(View):
    """The wall of a version, its proof, and what a person changes in it."""

    model = PlanVersion

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = plan_for(request, pk)
        edition, text = plan.edition, request.GET.get("q", "")[:80]
        page = Paginator(reads.buyers_of(edition), ROWS).get_page(request.GET.get("page"))
        shown = {
            "plan": plan,
            "edition": edition,
            "proof": reads.proof(plan),
            "evidence": proofs.proof_of(plan),
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
            act = repairs.accept_repair if changes.is_proposed(plan) else plans.publish_plan
            attempt(request, lambda: act(**given), gettext("Ce plan est publié."))
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
        version = attempt(request, lambda: repairs.mark_absent(**given), done)
        return redirect("edition:plan", version.pk if version else plan.pk)

    def move(self, request: HttpRequest, plan: PlanVersion, key: int) -> None:
        meeting = get_object_or_404(Meeting.everything.select_related("seller", "buyer"), pk=key, plan=plan)
        slot = request.POST.get(f"slot_{key}", "")
        given = {"slot": int(slot) if slot.isdecimal() else -1, "by": request.user, "now": timezone.now()}
        attempt(request, lambda: plans.move_meeting(meeting=meeting, **given), gettext("La rencontre est déplacée."))


class ProofFile(View):
    """The day, or the plan with its certificate, as the engine's command checks them on any machine."""

    model = PlanVersion
    which = "day"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = plan_for(request, pk)
        day = days.day_of(plan.edition)
        if days.digest_of(day) != plan.digest:
            messages.error(request, gettext("Des données ont changé depuis ce plan\N{NO-BREAK SPACE}: recalculez-le."))
            return redirect("edition:plan", plan.pk)
        form = proofs.day_form(day) if self.which == "day" else proofs.plan_form(plan, day)
        response = JsonResponse(form, json_dumps_params={"ensure_ascii": False})
        response["Content-Disposition"] = f'attachment; filename="{self.which}-{plan.number}.json"'
        return response


PATHS = [
    path("plan/<int:pk>/", PlanPage.as_view(), name="plan"),
    path("plan/<int:pk>/day.json", ProofFile.as_view(which="day"), name="proof_day"),
    path("plan/<int:pk>/plan.json", ProofFile.as_view(which="plan"), name="proof_plan"),
]
