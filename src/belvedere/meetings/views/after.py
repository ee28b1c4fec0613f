"""After the day, for a participant: contacts, notes, follow-ups, deals, and his opinion."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from belvedere.meetings.actions import after as actions
from belvedere.meetings.enums import DealKind
from belvedere.meetings.forms.after import STARS, DealForm, NoteForm, SurveyForm
from belvedere.meetings.models import Deal, MeetingNote, Participant
from belvedere.meetings.queries import after as reads
from belvedere.meetings.validators import whole

from .own import Own


class MyAfter(Own):
    """Every form of the page says in ``verb`` what it does and to whom: ``note:12``."""

    template_name = "meetings/pro/after.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        now = timezone.now()
        view = reads.after_of(self.participant, now, timezone.localdate(now))
        first = {} if view.survey is None else {
            "overall": view.survey.overall, "right_people": view.survey.right_people, "running": view.survey.running,
            "again": "1" if view.survey.again else "0", "words": view.survey.words,
        }  # fmt: skip
        page = {
            "view": view,
            "survey": SurveyForm(initial=first),
            "stars": STARS,
            "kinds": DealKind.choices,
            "today": timezone.localdate(now),
            "begun": now >= self.participant.edition.starts_at(0),
            "token": self.kwargs.get("token", ""),
        }
        return super().get_context_data(**page | context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb, _colon, key = request.POST.get("verb", "").partition(":")
        if verb not in ("share", "withdraw", "note", "done", "deal", "confirm", "remove", "survey"):
            raise BadRequest
        given = {"by": request.user if request.user.is_authenticated else None, "now": timezone.now()}
        try:
            done = getattr(self, verb)(whole(key), given)
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            if done:
                messages.success(request, done)
        return redirect(self.address("after"))

    def share(self, key: int | None, given: dict[str, Any]) -> str:
        other = self.other(key)
        actions.share_contact(giver=self.participant, receiver=other, **given)
        return _("Votre contact ira à %s dès que l’accord sera des deux côtés.") % other.name

    def withdraw(self, key: int | None, given: dict[str, Any]) -> str:
        actions.withdraw_contact(giver=self.participant, receiver=self.other(key), **given)
        return _("Votre contact n’est plus donné.")

    def note(self, key: int | None, given: dict[str, Any]) -> str:
        other, form = self.other(key), NoteForm(self.request.POST)
        if not self.valid(form):
            return ""
        actions.write_note(writer=self.participant, about=other, **form.cleaned_data, **given)
        return _("Vos notes sont gardées\N{NO-BREAK SPACE}: vous seul les lisez.")

    def done(self, key: int | None, given: dict[str, Any]) -> str:
        note = get_object_or_404(MeetingNote.everything.filter(writer=self.participant), pk=key)
        actions.finish_follow_up(note=note, **given)
        return _("Relance faite.")

    def deal(self, key: int | None, given: dict[str, Any]) -> str:
        other, form = self.other(key), DealForm(self.request.POST)
        if not self.valid(form):
            return ""
        actions.declare_deal(declarer=self.participant, other=other, **form.cleaned_data, **given)
        return _("L’accord est noté\N{NO-BREAK SPACE}: l’autre peut le confirmer.")

    def confirm(self, key: int | None, given: dict[str, Any]) -> str:
        actions.confirm_deal(deal=self.agreed(key), participant=self.participant, **given)
        return _("L’accord est confirmé.")

    def remove(self, key: int | None, given: dict[str, Any]) -> str:
        actions.remove_deal(deal=self.agreed(key), participant=self.participant, **given)
        return _("L’accord est retiré.")

    def survey(self, _key: int | None, given: dict[str, Any]) -> str:
        form = SurveyForm(self.request.POST)
        if not self.valid(form):
            return ""
        actions.answer_survey(participant=self.participant, **form.cleaned_data, **given)
        return _("Merci de votre avis.")

    def other(self, key: int | None) -> Participant:
        rows = Participant.everything.select_related("edition").filter(edition=self.participant.edition)
        return get_object_or_404(rows, pk=key)

    def agreed(self, key: int | None) -> Deal:
        rows = Deal.everything.filter(seller=self.participant) | Deal.everything.filter(buyer=self.participant)
        return get_object_or_404(rows, pk=key)

    def valid(self, form: Form) -> bool:
        """Says what is wrong above the page."""
        for name, faults in form.errors.items():
            messages.error(self.request, f"{form.fields[name].label or ''} {' '.join(faults)}".strip())
        return form.is_valid()


class Contact(Own):
    """The other's card, where both have consented."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = reads.contact_of(self.participant, kwargs["number"])
        if person is None:
            raise Http404
        response = HttpResponse(reads.vcard(person), content_type="text/vcard; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="contact.vcf"'
        return response
