"""Office forms that write through the room's actions: what an action refuses is said above the form. A small form of a
sheet, refused, comes back to it as it was filled."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm, ModelForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.views import generic
from wagtail.log_actions import log


class Saving:
    """The viewset says how: ``refusals``, the exceptions whose message is for the user; ``store(form, user)``, one call
    to an action, giving the row back; ``remove(row, user)`` likewise."""

    viewset: Any

    def form_valid(self, form: ModelForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except self.viewset.refusals as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class AddView(Saving, generic.CreateView):
    def save_instance(self) -> Any:
        row = self.viewset.store(self.form, self.request.user)
        log(instance=row, action="wagtail.create", content_changed=True)
        return row


class EditView(Saving, generic.EditView):
    def save_instance(self) -> Any:
        row = self.viewset.store(self.form, self.request.user)
        self.has_content_changes = self.form.has_changed()
        log(instance=row, action="wagtail.edit", content_changed=self.has_content_changes)
        return row


class DeleteView(generic.DeleteView):
    viewset: Any

    def delete_action(self) -> None:
        log(instance=self.object, action="wagtail.delete")
        self.viewset.remove(self.object, self.request.user)


REFUSED = "refused_form"


def send_back(request: HttpRequest, form: BaseForm, *, at: str, refusal: str = "") -> HttpResponse:
    """To the sheet ``at``, where ``form_again`` shows what was typed and what is wrong with it: the form's own errors,
    or the ``refusal`` of an action."""
    kept = {"at": at, "form": type(form).__name__, "data": form.data.urlencode(), "refusal": refusal}
    request.session[REFUSED] = kept
    wrong = _("Rien n’a été enregistré\N{NO-BREAK SPACE}: corrigez ce qui est signalé ci-dessous.")
    messages.error(request, refusal or wrong)
    return redirect(at)


def form_again(request: HttpRequest, form: type[BaseForm], **options: Any) -> BaseForm:
    """A form of this sheet, empty, or as it was sent the last time and refused."""
    kept = request.session.get(REFUSED, {})
    if (kept.get("at"), kept.get("form")) != (request.path, form.__name__):
        return form(**options)
    del request.session[REFUSED]
    filled = form(QueryDict(kept["data"]), **options)
    if kept["refusal"]:
        filled.add_error(None, kept["refusal"])
    return filled
