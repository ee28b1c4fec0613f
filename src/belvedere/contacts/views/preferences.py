"""One's own page, by a signed address: what one receives, what is kept, and how to leave."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from belvedere.contacts import access
from belvedere.contacts.actions import erasure, preferences, retention
from belvedere.contacts.enums import ErasureCause
from belvedere.contacts.forms.public import AddressForm
from belvedere.contacts.models import Person
from belvedere.contacts.queries import export
from belvedere.contacts.queries import people as reads
from belvedere.contacts.queries import retention as retained
from belvedere.shell.limits import limited

from .sign_up import Private, spoken


@limited("preferences")
class Ask(Private):
    """For who has lost her address: a letter brings it, and the page says the same to everybody."""

    template_name = "contacts/public/ask.html"
    title = _("Mes préférences")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": AddressForm()} | context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AddressForm(request.POST)
        destination = getattr(request, "destination", None)
        if destination is None:
            raise Http404
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if not form.cleaned_data["site"]:
            preferences.ask_page(destination=destination, email=form.cleaned_data["email"], now=timezone.now())
        sentence = gettext("Si cette adresse est au fichier, un courriel lui apporte le lien de sa page.")
        messages.success(request, sentence)
        return redirect("contacts:ask")


class Own(Private):
    """A page of one person; the site around it is that of the file she is in."""

    person: Person

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        person = access.person_behind(kwargs["token"])
        if person is None:
            raise Http404
        self.person = person
        request.destination = person.destination

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**{"person": self.person, "token": self.kwargs["token"]} | context)


class Preferences(Own):
    template_name = "contacts/public/preferences.html"
    title = _("Mes préférences")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        page = {"choices": reads.choices(self.person), "leaves_on": retained.leaves_on(self.person)}
        return super().get_context_data(**page | context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        now, verb = timezone.now(), request.POST.get("verb")
        if verb == "stay":
            retention.stay(person=self.person, now=now)
            messages.success(request, gettext("C’est noté\N{NO-BREAK SPACE}: nous restons en contact."))
        elif verb == "stop":
            preferences.stop_all(person=self.person, now=now)
            messages.success(request, gettext("C’est fait\N{NO-BREAK SPACE}: vous ne recevrez plus rien de nous."))
        else:
            wanted = set(request.POST.getlist("choice"))
            count = preferences.choose(person=self.person, wanted=wanted, language=spoken(), now=now)
            messages.success(
                request, ngettext("%(n)s choix changé.", "%(n)s choix changés.", count) % {"n": count}
            )  # fmt: skip
        return redirect("contacts:preferences", token)


class Data(Own):
    """Everything that is kept, as a file. By a button: what scans letters follows links, and would take it away."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return redirect("contacts:preferences", token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        found = export.file_of(self.person, now=timezone.now())
        response = HttpResponse(json.dumps(found, ensure_ascii=False, indent=2), content_type="application/json")
        response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
        return response


class Erase(Own):
    """Asks once, then erases; a page that reads the same for who comes back."""

    template_name = "contacts/public/erase.html"
    title = _("Effacer tout ce que vous gardez de moi")

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        erasure.erase_person(person=self.person, cause=ErasureCause.ASKED, by=None, now=timezone.now())
        messages.success(request, gettext("C’est fait\N{NO-BREAK SPACE}: nous ne gardons plus rien qui parle de vous."))
        return redirect("contacts:ask")
