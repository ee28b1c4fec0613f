"""What a letter's own addresses open: one click to leave, a link counted with consent, the preferences."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from belvedere.contacts.actions import leaving
from belvedere.contacts.enums import Purpose
from belvedere.contacts.models import Sending
from belvedere.contacts.queries import messages
from belvedere.shell.surfaces import PublicView


def copy_behind(token: str) -> Sending:
    sending = messages.sending_behind(token)
    if sending is None:
        raise Http404
    return sending


@method_decorator(csrf_exempt, name="dispatch")
class Leave(PublicView):
    """RFC 8058: a POST leaves, without cookie nor form token, for that is how mail readers ask. A GET only shows a
    button: the scanners that open every link of a letter withdraw nobody."""

    template_name = "contacts/letter/leave.html"
    title = _("Ne plus recevoir ces lettres")
    indexed = False

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        sending = copy_behind(self.kwargs["token"])
        purpose = Purpose(sending.letter.purpose).label
        return super().get_context_data(sending=sending, purpose=purpose, **context)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _private(self.render_to_response(self.get_context_data(left=False)))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        leaving.leave_letters(sending=copy_behind(token), now=timezone.now())
        return _private(self.render_to_response(self.get_context_data(left=True)))


class Follow(View):
    """Leads to the page that the letter links to: the address is signed by us, or it leads nowhere."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        link = messages.link_behind(token)
        if link is None:
            raise Http404
        if request.method == "GET":
            leaving.follow_link(sending=link.sending, rank=link.rank, now=timezone.now())
        return _private(HttpResponseRedirect(link.url))


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
