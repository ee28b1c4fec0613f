"""A survey's public page: short, without script, in the visitor's language, by a link, a code or a tablet."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.actions import sign_up, surveys, wordings
from belvedere.contacts.enums import AnswerPath, Purpose
from belvedere.contacts.forms.surveys import AnswerForm
from belvedere.contacts.models import Sending, Survey, Wording
from belvedere.contacts.queries import messages, questions
from belvedere.shell.limits import limited
from belvedere.shell.templatetags.shell import OWN_NAMES

from .sign_up import Private, spoken

#: Seconds before a tablet shows the questions again.
KIOSK_PAUSE = 12


class Asked(Private):
    """A page of one survey; the site around it is that of its destination."""

    survey: Survey

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = Survey.everything.select_related("destination").filter(code=kwargs["code"]).first()
        if found is None:
            raise Http404
        self.survey = found
        request.destination = found.destination

    @property
    def path(self) -> str:
        told = self.request.GET.get("par", "")
        return told if told in AnswerPath.values and told != AnswerPath.MAIL else AnswerPath.SITE

    @property
    def kiosk(self) -> bool:
        return self.path == AnswerPath.DESK

    def wanted(self) -> str:
        """The language to be asked in: the one chosen on the page, else the browser's, else the page's."""
        told = self.request.GET.get("langue", "")
        if told in OWN_NAMES:
            return told
        return spoken() if _from_here(self.request) else _browser(self.request) or spoken()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        page = {"survey": self.survey, "kiosk": self.kiosk, "language": spoken(), "languages": self.languages()}
        return super().get_context_data(**page | context)

    def languages(self) -> list[tuple[str, str, str]]:
        """Code, own name and address of this page in each language, whatever the site offers."""
        match, told = self.request.resolver_match, self.request.GET.copy()
        found = []
        for code, name in OWN_NAMES.items():
            told["langue"] = code
            with translation.override(code):
                url = reverse(match.view_name, kwargs=match.kwargs)
            found.append((code, name, f"{url}?{told.urlencode()}"))
        return found

    def address(self, name: str) -> str:
        told = self.request.GET.copy()
        told["langue"] = spoken()
        # The thanks follow the questions, whichever way led to them.
        given = {"code": self.survey.code} if name.endswith("thanks") else self.kwargs
        return f"{reverse(name, kwargs=given)}?{told.urlencode()}"


#: A tablet, or a whole crowd behind one network, answers from one address.
@limited("survey", times=5)
class Questionnaire(Asked):
    template_name = "contacts/public/survey.html"

    title = _("Votre avis, en une minute")

    @property
    def sending(self) -> Sending | None:
        token = self.kwargs.get("token")
        return messages.sending_behind(token) if token else None

    def form(self, data: Any = None) -> AnswerForm:
        # Nobody types an address on a tablet that the next one reads.
        wording = None if self.kiosk else self.wording()
        asked = questions.questions_of(self.survey, spoken())
        return AnswerForm(data, questions=asked, wording=wording)

    def wording(self) -> Wording:
        shown = wordings.shown(
            destination=self.survey.destination, purposes=[Purpose.CONTACT], language=spoken(), now=timezone.now()
        )
        return shown[0]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = self.wanted()
        if wanted != spoken():
            with translation.override(wanted):
                return redirect(self.address(request.resolver_match.view_name))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        is_open = Survey.everything.open_on(timezone.localdate()).filter(pk=self.survey.pk).exists()
        return super().get_context_data(**{"form": context.pop("form", None) or self.form(), "open": is_open} | context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            surveys.record_sheet(
                survey=self.survey, given=form.given, language=spoken(), path=self.path, sending=self.sending,
                email=form.cleaned_data.get("email", ""), wordings=[self.wording()], now=timezone.now(),
            )  # fmt: skip
        except (surveys.SurveyRefused, sign_up.SignUpRefused) as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        return redirect(self.address("contacts:survey_thanks"))


class Thanks(Asked):
    template_name = "contacts/public/survey_thanks.html"

    title = _("Merci\N{NO-BREAK SPACE}!")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        # The next visitor begins in the house's language.
        with translation.override(settings.LANGUAGE_CODE):
            again = f"{reverse('contacts:survey', args=[self.survey.code])}?par={self.path}"
        return super().get_context_data(**{"again": again, "pause": KIOSK_PAUSE} | context)


def _browser(request: HttpRequest) -> str:
    """What the browser asks for; nothing when it asks for nothing that we speak."""
    wanted = translation.get_language_from_request(request)[:2] if "accept-language" in request.headers else ""
    return wanted if wanted in OWN_NAMES else ""


def _from_here(request: HttpRequest) -> bool:
    """Whether she comes from a page of the site, where she has chosen her language."""
    return urlsplit(request.headers.get("referer", "")).netloc == request.get_host()
