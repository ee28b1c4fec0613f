"""Office forms that write through the room's actions: what an action refuses is said above the form."""

from typing import Any

from django.forms import ModelForm
from django.http import HttpResponse
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
