"""Pages of the professionals' space: one's organisations, profile and keys, and the door of an invitation."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic.edit import FormMixin

from belvedere.shell.surfaces import ProView, PublicView

from . import access, forms, queries
from .actions import invitations, organisations
from .models import Organisation


@login_required
def after_login(request: HttpRequest) -> HttpResponse:
    """Office staff go to the office, everybody else to the professionals' space."""
    return redirect("wagtailadmin_home" if access.is_staff_of_an_office(request.user) else "people:home")


class Answering(FormMixin):
    """A page with one form: ``answer`` calls one action; what it refuses is said above the form."""

    refusals: tuple[type[Exception], ...] = ()
    done = ""

    def answer(self, form: Form) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if form.is_valid():
            try:
                self.answer(form)
            except self.refusals as refusal:
                form.add_error(None, getattr(refusal, "messages", str(refusal)))
            else:
                messages.success(request, str(self.done))
                return redirect(self.get_success_url())
        return self.render_to_response(self.get_context_data(form=form), status=422)


class HomePage(ProView):
    title = gettext_lazy("Mon espace")
    template_name = "people/home.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(sheets=queries.sheets_of(self.request.user), **context)


class ProfilePage(Answering, ProView):
    title = gettext_lazy("Mon profil")
    template_name = "people/form.html"
    form_class = forms.ProfileForm
    success_url = reverse_lazy("people:profile")
    done = gettext_lazy("Votre profil est à jour.")

    def get_initial(self) -> dict[str, Any]:
        return {"first_name": self.request.user.first_name, "last_name": self.request.user.last_name}

    def answer(self, form: Form) -> None:
        organisations.change_profile(account=self.request.user, now=timezone.now(), **form.cleaned_data)


class SecurityPage(ProView):
    title = gettext_lazy("Sécurité de mon compte")
    template_name = "people/security.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(keys=queries.keys_of(self.request.user), **context)


class OrganisationPage(Answering, ProView):
    template_name = "people/form.html"
    form_class = forms.SheetForm
    refusals = (organisations.Refused,)
    done = gettext_lazy("La fiche de la structure est à jour.")
    success_url = reverse_lazy("people:home")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            self.organisation = self.visible_or_404(Organisation, pk=kwargs["pk"], memberships__account=request.user)
            self.title = self.organisation.name
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.organisation}

    def answer(self, form: Form) -> None:
        organisations.change_sheet(
            organisation=self.organisation, values=form.cleaned_data, by=self.request.user, now=timezone.now()
        )


@method_decorator([sensitive_post_parameters("password"), never_cache], name="dispatch")
class WelcomePage(Answering, PublicView):
    """The one link of an invitation. Looking at it uses nothing up: mail readers open links by themselves."""

    title = gettext_lazy("Bienvenue")
    template_name = "people/welcome.html"
    form_class = forms.PasswordForm
    indexed = False
    refusals = (invitations.Refused, ValidationError)
    done = gettext_lazy("Votre accès est ouvert.")
    success_url = reverse_lazy("after_login")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            account = invitations.account_of(token=kwargs["token"])
        except invitations.Refused as refusal:
            return self.render_to_response(self.get_context_data(refusal=str(refusal)), status=410)
        return self.render_to_response(self.get_context_data(account=account))

    def answer(self, form: Form) -> None:
        account = invitations.accept_invitation(
            token=self.kwargs["token"], password=form.cleaned_data["password"], now=timezone.now()
        )
        login(self.request, account, backend="belvedere.config.accounts.AccountBackend")
