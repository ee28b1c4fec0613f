"""Windows in which a letter or an offer is chosen: only rows that the person may see."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.coreutils import resolve_model_string

from belvedere.contacts.enums import Channel


class WordsForm(BaseFilterForm):
    q = forms.CharField(label=_("Nom"), required=False)

    def filter(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        words = self.cleaned_data.get("q", "").replace("\0", "")
        return super().filter(objects).filter(name__icontains=words) if words else super().filter(objects)


class ByName:
    filter_form_class = WordsForm

    def get_object_list(self) -> "QuerySet[Any]":
        return self.model_class.objects.order_by("name", "pk")


class LettersByName(ByName):
    channel = Channel.MAIL

    def get_object_list(self) -> "QuerySet[Any]":
        return super().get_object_list().filter(channel=self.channel)


class TextsByName(LettersByName):
    channel = Channel.SMS


class OnlineByName(ByName):
    def get_object_list(self) -> "QuerySet[Any]":
        return super().get_object_list().filter(status="active")


class Window(ChooserViewSet):
    """Rows are chosen in it, those that ``rows`` lists; none is made."""

    register_widget = False
    rows: type = ByName

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.choose_view_class = type("Choose", (cls.rows, chooser.ChooseView), {})
        cls.choose_results_view_class = type("ChooseResults", (cls.rows, chooser.ChooseResultsView), {})

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class LetterChooser(Window):
    model = resolve_model_string("contacts.Letter")
    icon = "mail"
    choose_one_text = _("Choisir une lettre")
    choose_another_text = _("Choisir une autre lettre")
    rows = LettersByName


class SurveyChooser(Window):
    model = resolve_model_string("contacts.Survey")
    icon = "form"
    choose_one_text = _("Choisir une enquête")
    choose_another_text = _("Choisir une autre enquête")


class TextChooser(Window):
    model = resolve_model_string("contacts.Letter")
    icon = "comment"
    choose_one_text = _("Choisir un SMS")
    choose_another_text = _("Choisir un autre SMS")
    rows = TextsByName


class OfferChooser(Window):
    """The offer belongs to a room beside this one: it is named, not imported."""

    model = resolve_model_string("catalogue.Offer")
    icon = "pick"
    choose_one_text = _("Choisir une offre")
    choose_another_text = _("Choisir une autre offre")
    rows = OnlineByName
