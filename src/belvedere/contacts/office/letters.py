"""Letters, seen as they will be read: on a phone and on a desk, by day and by night; and how each office writes."""

from typing import Any

from csp.decorators import csp_replace
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.contacts import access
from belvedere.contacts.actions import writing
from belvedere.contacts.enums import Channel
from belvedere.contacts.forms.letters import LetterForm, RulesForm
from belvedere.contacts.models import Letter, SendingRules
from belvedere.contacts.queries import letters as reads
from belvedere.contacts.queries import messages
from belvedere.contacts.queries.writing import writing_of
from belvedere.contacts.validators import count_texts, odd_signs
from belvedere.shell.saving import AddView, EditView
from belvedere.shell.surfaces import OfficeModelViewSet

#: What a letter’s frame may do: be looked at.
LOOKED_AT = {
    "default-src": ["'none'"], "script-src": ["'none'"], "style-src": ["'unsafe-inline'"], "img-src": ["*", "data:"],
    "frame-ancestors": ["'self'"],
}  # fmt: skip


class LetterSheet(InspectView):
    template_name = "contacts/office/letter.html"
    page_title = _("Lettre")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        languages = reads.languages_of(self.object)
        asked = self.request.GET.get("language", "")
        return super().get_context_data(
            letter=self.object,
            languages=languages,
            language=asked if asked in languages else next(iter(languages), ""),
            texts=_texts(self.object) if self.object.channel == Channel.SMS else [],
            night=self.request.GET.get("night") == "1",
            writes=access.letters_written_by(self.request.user).filter(pk=self.object.pk).exists(),
            **context,
        )


def _texts(letter: Letter) -> list[dict[str, Any]]:
    """Each language and what the telephone of somebody called Camille shows; how many texts are paid for, and why."""
    writing = writing_of(letter.destination)
    shown = {
        code: messages.text_for(letter, code, writing, name="Camille", identifier="0" * 32)
        for code in reads.languages_of(letter)
    }
    return [
        {"language": code, "words": words, "count": count_texts(words), "odd": odd_signs(words)}
        for code, words in shown.items()
    ]


@method_decorator(csp_replace(LOOKED_AT), name="dispatch")
class LetterFrame(View):
    """The letter alone, as a mail reader shows it; ``night`` forces its dark side, ``text`` its plain part."""

    model = Letter

    def get(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        letter = get_object_or_404(access.visible_to(request.user, Letter).select_related("destination"), pk=pk)
        try:
            drawn = reads.draw(letter, language, now=timezone.now())
        except LookupError as absent:
            raise Http404 from absent
        copy = reads.fill(drawn, name="Camille", leave="#", preferences="#", tracked=None)
        if "text" in request.GET:
            return HttpResponse(copy.text, content_type="text/plain; charset=utf-8")
        html = copy.html
        if request.GET.get("night") == "1":
            html = html.replace("@media (prefers-color-scheme: dark)", "@media all")
        else:
            html = html.replace("@media (prefers-color-scheme: dark)", "@media not all")
        return HttpResponse(html)


class LetterViewSet(OfficeModelViewSet):
    model = Letter
    add_to_reference_index = True
    icon = "mail"
    menu_label = _("Lettres")
    offered = ("add", "change", "view")
    inspect_view_class, add_view_class, edit_view_class = LetterSheet, AddView, EditView
    refusals = (writing.WritingRefused,)
    list_display = (
        TitleColumn("name", label=_("Nom"), url_name="letter:inspect", sort_key="name"),
        Column("destination", label=_("Destination")),
        Column("get_purpose_display", label=_("Consentement demandé"), sort_key="purpose"),
        Column("get_channel_display", label=_("Part"), sort_key="channel"),
        Column("updated_at", label=_("Changée le"), sort_key="updated_at"),
    )
    list_export = ("name", "destination", "purpose", "channel", "updated_at")
    list_select_related = ("destination",)
    list_filter = ("purpose", "channel")
    search_fields = ("name",)
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[LetterForm]:
        return LetterForm

    def changeable(self, user: Any) -> "QuerySet[Letter]":
        return access.letters_written_by(user)

    def store(self, form: LetterForm, user: Any) -> Letter:
        return writing.save_letter(letter=form.instance, by=user, now=timezone.now())

    def get_urlpatterns(self) -> list[URLPattern]:
        frame = path("<int:pk>/<str:language>.html", LetterFrame.as_view(), name="frame")
        return [*super().get_urlpatterns(), frame]


class RulesViewSet(OfficeModelViewSet):
    model = SendingRules
    icon = "cog"
    menu_label = _("Règles d’envoi")
    offered = ("add", "change", "view")
    add_view_class, edit_view_class = AddView, EditView
    refusals = (writing.WritingRefused,)
    list_display = (
        TitleColumn("destination", label=_("Destination"), url_name="sendingrules:inspect"),
        Column("sender", label=_("Expéditeur")),
        Column("week_cap", label=_("En 7 jours")),
        Column("month_cap", label=_("En 30 jours")),
    )
    list_export = ("destination", "sender", "reply_to", "zone", "quiet_from", "quiet_until", "week_cap", "month_cap")
    list_select_related = ("destination",)
    inspect_view_fields = (
        "destination", "sender", "reply_to", "postal_address", "zone", "quiet_from", "quiet_until", "week_cap",
        "month_cap",
    )  # fmt: skip
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[RulesForm]:
        return RulesForm

    def changeable(self, user: Any) -> "QuerySet[SendingRules]":
        return access.sending_rules_of(user)

    def store(self, form: RulesForm, user: Any) -> SendingRules:
        return writing.save_rules(rules=form.instance, by=user, now=timezone.now())
