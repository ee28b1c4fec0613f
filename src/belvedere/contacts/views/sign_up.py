"""Signing up for letters: a form, a number to remember, a letter, a button."""

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from belvedere.contacts import access
from belvedere.contacts.actions import sign_up, wordings
from belvedere.contacts.enums import Purpose
from belvedere.contacts.forms.public import NumberForm, SignUpForm
from belvedere.contacts.models import OptIn
from belvedere.shell.limits import limited
from belvedere.shell.surfaces import PublicView

#: The browser that signed up: proof that whoever opens the link is not only a reader of the letter.
COOKIE, COOKIE_DAYS = "inscription", 7
OFFERED = (Purpose.NEWSLETTER, Purpose.OFFERS)


def spoken() -> str:
    return (get_language() or "fr")[:2]


@method_decorator(never_cache, name="dispatch")
class Private(PublicView):
    """A page about one person: neither kept on the way, nor indexed, nor told to the next site."""

    indexed = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        # « no-referrer » would make browsers hide the origin of our own forms, which then look forged.
        response["Referrer-Policy"] = "same-origin"
        return response


@limited("newsletter")
class SignUp(PublicView):
    template_name = "contacts/public/sign_up.html"
    title = _("La lettre d’information")
    description = _("Recevoir des nouvelles par courriel, et s’arrêter d’un geste.")

    def form(self, data: Any = None) -> SignUpForm:
        destination = getattr(self.request, "destination", None)
        if destination is None:
            raise Http404
        said = wordings.shown(
            destination=destination, purposes=OFFERED, language=spoken(), now=timezone.now()
        )  # fmt: skip
        return SignUpForm(data, wordings=said)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": context.pop("form", None) or self.form()} | context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        told = form.cleaned_data
        try:
            optin = sign_up.ask_sign_up(
                destination=request.destination, email=told["email"], wordings=form.agreed, form="lettre du site",
                language=spoken(), first_name=told["first_name"], postcode=told["postcode"],
                arrives_on=told["arrives_on"], now=timezone.now(),
            )  # fmt: skip
        except sign_up.SignUpRefused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        response = redirect("contacts:signed_up")
        response.set_cookie(
            COOKIE, signing.dumps(optin.key.hex, salt=COOKIE), max_age=COOKIE_DAYS * 86400, httponly=True,
            samesite="Lax", secure=request.is_secure(),
        )  # fmt: skip
        return response


def signed_up_here(request: HttpRequest) -> str:
    """The key of the sign-up made in this browser, or nothing."""
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=COOKIE_DAYS * 86400))
    except signing.BadSignature:
        return ""


class SignedUp(Private):
    """What to do now, and the number that another browser will be asked for."""

    template_name = "contacts/public/signed_up.html"
    title = _("Plus qu’un geste")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        key = signed_up_here(self.request)
        optin = OptIn.everything.filter(key=key).first() if key else None
        return super().get_context_data(optin=optin, **context)


@limited("newsletter-number")
class Confirm(Private):
    """Where the letter leads. Reading the page confirms nothing: a person presses its button."""

    template_name = "contacts/public/confirm.html"
    title = _("Confirmer mon inscription")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        optin = access.sign_up_behind(self.kwargs["token"])
        here = optin is not None and signed_up_here(self.request) == optin.key.hex
        page = {"optin": optin, "here": here, "form": NumberForm()}
        return super().get_context_data(**page | context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        optin = access.sign_up_behind(token)
        if optin is None:
            return self.render_to_response(self.get_context_data())
        here = signed_up_here(request) == optin.key.hex
        form = NumberForm(request.POST)
        if not here and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            person = sign_up.confirm_sign_up(
                optin=optin, number=request.POST.get("number", ""), same_browser=here, now=timezone.now()
            )
        except sign_up.SignUpRefused as refusal:
            form.is_valid()
            form.add_error("number", str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        response = redirect("contacts:preferences", access.address_of(person))
        response.delete_cookie(COOKIE)
        return response
