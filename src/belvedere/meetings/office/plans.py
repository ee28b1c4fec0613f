"""The wall of a version, its proof, and what a person changes in it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.generic import View

from belvedere.meetings import access
from belvedere.meetings.actions import plans, repairs
from belvedere.meetings.models import Meeting, Participant, PlanVersion
from belvedere.meetings.queries import changes, moves
from belvedere.meetings.queries import day as days
from belvedere.meetings.queries import office as reads
from belvedere.meetings.queries import proof as proofs
from belvedere.meetings.queries import wall as walls
from belvedere.meetings.validators import whole

from .common import attempt, plan_for

#: Rows of the wall on a page: each place of a table is checked by itself.
ROWS, TABLES = 20, 10


class PlanPage(View):
    """The wall of a version, its proof, and what a person changes in it."""

    model = PlanVersion

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = plan_for(request, pk)
        edition, text = plan.edition, request.GET.get("q", "")[:80]
        by_table, page = shown_of(plan, request)
        asked = whole(request.GET.get("ligne", ""))
        person = Participant.everything.filter(edition=edition, pk=asked).first() if asked else None
        rows = walls.table_rows(plan, page) if by_table else walls.people_rows(plan, page)
        shown = {
            "plan": plan,
            "edition": edition,
            "proof": reads.proof(plan),
            "evidence": proofs.proof_of(plan),
            "page": page,
            "by_table": by_table,
            "person": person,
            "rows": [*(walls.people_rows(plan, [person]) if person else ()), *rows],
            "tables": [(number, number + 1) for number in walls.tables_of(plan)],
            "hours": [(t, edition.hour(t)) for t in range(edition.slots)],
            "words": words(),
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
        elif verb == "absent" and (number := whole(key)) is not None:
            return self.absent(request, plan, number)
        elif verb == "move" and (number := whole(key)) is not None:
            self.move(request, plan, number)
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
        slot, table = (whole(request.POST.get(f"{name}_{key}", "")) for name in ("slot", "table"))
        given = {"slot": -1 if slot is None else slot, "table": table, "by": request.user, "now": timezone.now()}
        attempt(request, lambda: plans.move_meeting(meeting=meeting, **given), gettext("La rencontre est déplacée."))


class Places(View):
    """Where a meeting could be dropped on the page shown: each slot of each row with its conflicts."""

    model = PlanVersion

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = plan_for(request, pk)
        if not access.can_run(request.user, plan.edition):
            raise PermissionDenied
        asked = whole(request.GET.get("meeting", ""))
        meeting = get_object_or_404(Meeting.everything, pk=asked, plan=plan)
        by_table, page = shown_of(plan, request)
        return JsonResponse({"rows": moves.places(plan, meeting, tuple(page) if by_table else ())})


def shown_of(plan: PlanVersion, request: HttpRequest) -> tuple[bool, Page]:
    """Whether the wall has a row a table rather than a buyer, and the page of it."""
    by_table = request.GET.get("mur") == "tables"
    rows = walls.tables_of(plan) if by_table else walls.buyers_of(plan.edition)
    return by_table, Paginator(rows, TABLES if by_table else ROWS).get_page(request.GET.get("page"))


def words() -> dict[str, str]:
    """What the wall says while a meeting is carried."""
    return {
        "how": gettext("Prenez une rencontre avec la souris, ou avec Entrée puis les flèches."),
        "reading": gettext("Vérification des règles…"),
        "held": gettext("{name}\N{NO-BREAK SPACE}: {free} places possibles, éclairées. Échap pour reposer."),
        "none": gettext("{name}\N{NO-BREAK SPACE}: aucune autre place possible. Échap pour reposer."),
        "free": gettext("{place}\N{NO-BREAK SPACE}: libre, Entrée ou un clic pour déposer."),
        "refused": gettext("{place}\N{NO-BREAK SPACE}: {why}"),
        "back": gettext("Rien n’a changé."),
        "lost": gettext("Le serveur n’a pas répondu\N{NO-BREAK SPACE}: rien n’a changé, réessayez."),
        "elsewhere": gettext("Pourquoi pas ailleurs"),
    }


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
    path("plan/<int:pk>/places.json", Places.as_view(), name="places"),
    path("plan/<int:pk>/day.json", ProofFile.as_view(which="day"), name="proof_day"),
    path("plan/<int:pk>/plan.json", ProofFile.as_view(which="plan"), name="proof_plan"),
]
