"""The page where a segment is written row by row, with whom it would take and why."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.generic import View

from belvedere.contacts import access
from belvedere.contacts.actions import segments
from belvedere.contacts.forms.segments import FileForm, Rows, SegmentForm, criteria
from belvedere.contacts.models import Segment
from belvedere.contacts.queries import evidence
from belvedere.engines import segments as engine
from belvedere.territories.models import Destination


class WriteSegment(View):
    """``verb`` says what to do with the rows: add one, remove one, look, keep. Nothing is kept before « keep »."""

    model = Segment

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        segment, destination, files = self.place(request, pk)
        rows = Rows(self.others(destination, segment))
        form = SegmentForm(initial=self.start(segment))
        if segment is not None and not rows.show(engine.condition_of(segment.condition)):
            messages.error(request, gettext("Ce segment est un faisceau d’indices : seul son seuil se change."))
            return redirect("segment:inspect", segment.pk)
        return self.page(request, segment, destination, files, form, rows)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        segment, destination, files = self.place(request, pk)
        rows = Rows(self.others(destination, segment))
        rows.read(request.POST, request.POST.getlist("row"))
        form = SegmentForm(request.POST)
        verb, _colon, mark = request.POST.get("verb", "").partition(":")
        if verb == "add" and not rows.add(request.POST.get("criterion", "")):
            messages.error(request, gettext("Choisissez d’abord ce que la condition regarde."))
        if verb == "remove":
            rows.remove(mark)
        if verb not in ("look", "keep"):
            return self.page(request, segment, destination, files, form, rows)
        condition = rows.condition(request.POST.get("join", "all"))
        shown: dict[str, Any] = {"checked": True}
        if condition is None:
            shown["fault"] = gettext("Complétez les conditions.") if len(rows) else gettext("Ajoutez une condition.")
        elif verb == "keep" and form.is_valid():
            if (kept := self.keep(request, segment, destination, form, condition, shown)) is not None:
                return redirect("segment:inspect", kept.pk)
        else:
            self.look(destination, condition, shown)
        return self.page(request, segment, destination, files, form, rows, **shown)

    def place(self, request: HttpRequest, pk: int | None) -> tuple[Segment | None, Destination, Any]:
        """The segment if there is one, whose file, and the files that the person may choose from."""
        files = access.files_kept_by(request.user)
        if pk is not None:
            segment = get_object_or_404(access.visible_to(request.user, Segment).select_related("destination"), pk=pk)
            if not files.filter(pk=segment.destination_id).exists():
                raise PermissionDenied(gettext("Ce fichier est en lecture seule pour vous."))
            return segment, segment.destination, files.none()
        asked = request.POST.get("destination") or request.GET.get("destination") or ""
        chosen = files.filter(pk=int(asked[:18])).first() if asked.isdecimal() else files.order_by("pk").first()
        if chosen is None:
            raise PermissionDenied(gettext("Vous ne tenez pas le fichier de cette destination."))
        return None, chosen, files

    def others(self, destination: Destination, segment: Segment | None) -> list[tuple[str, str]]:
        rows = Segment.everything.filter(destination=destination)
        return list(rows.exclude(pk=segment.pk if segment else None).values_list("key", "name"))

    def start(self, segment: Segment | None) -> dict[str, Any]:
        if segment is None:
            return {}
        join = "any" if "any" in segment.condition else "all"
        return {"name": segment.name, "about": segment.about, "join": join}

    def keep(
        self, request: HttpRequest, segment: Segment | None, destination: Destination, form: SegmentForm,
        condition: engine.Condition, shown: dict[str, Any],
    ) -> Segment | None:  # fmt: skip
        said = {"name": form.cleaned_data["name"], "about": form.cleaned_data["about"], "condition": condition}
        given = said | {"by": request.user, "now": timezone.now()}
        try:
            if segment is None:
                kept = segments.create_segment(destination=destination, **given)
            else:
                kept = segments.change_segment(segment=segment, **given)
        except segments.SegmentRefused as refusal:
            shown["fault"] = str(refusal)
            return None
        messages.success(request, gettext("Le segment est gardé ; ses membres se calculent."))
        return kept

    def look(self, destination: Destination, condition: engine.Condition, shown: dict[str, Any]) -> None:
        try:
            shown["preview"] = evidence.preview(destination, condition, timezone.now())
        except engine.SegmentError as fault:
            shown["fault"] = fault.reason

    def page(
        self, request: HttpRequest, segment: Segment | None, destination: Destination, files: Any, form: SegmentForm,
        rows: Rows, **shown: Any,
    ) -> HttpResponse:  # fmt: skip
        page = {
            "segment": segment, "destination": destination, "form": form, "rows": rows,
            "criteria": criteria(rows.segments),
            "file_form": FileForm(initial={"destination": destination.pk}, files=files) if len(files) > 1 else None,
        }  # fmt: skip
        return render(request, "contacts/office/conditions.html", page | shown)
