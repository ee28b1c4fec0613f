"""What a letter and a journey are written with. Definitions stay out of migrations."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.coreutils import resolve_model_string

from belvedere.contacts.enums import ActKind, Purpose
from belvedere.shell.blocks import FormStream, PictureBlock
from belvedere.territories.enums import Language

MOST_OFFERS = 6


class RowChooser(BaseChooser):
    """Chooses in a window a row of ``model``, a label: its room may not be known here."""

    show_edit_link = False

    def __init__(self, model: str, url_name: str, **kwargs: Any) -> None:
        self.model, self.chooser_modal_url_name = model, url_name
        super().__init__(**kwargs)


class RowBlock(blocks.ChooserBlock):
    """A row of a model that is named, not imported."""

    def __init__(self, model: str, url_name: str, **kwargs: Any) -> None:
        self._model, self._url_name = model, url_name
        super().__init__(**kwargs)

    @cached_property
    def target_model(self) -> type[Model]:
        found: type[Model] = resolve_model_string(self._model)
        return found

    @cached_property
    def widget(self) -> RowChooser:
        return RowChooser(self._model, self._url_name)


def offer_block(**kwargs: Any) -> RowBlock:
    return RowBlock("catalogue.Offer", "letter_offer_chooser:choose", **kwargs)


class OfferPictureBlock(blocks.StructBlock):
    """The first picture of an offer that its rights allow on the day of sending."""

    offer = offer_block(label=_("Offre"))

    class Meta:
        label = _("Image de l’offre")
        icon = "image"


class OffersBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Titre"), required=False)
    offers = blocks.ListBlock(offer_block(label=_("Offre")), label=_("Offres"), min_num=1, max_num=MOST_OFFERS)

    class Meta:
        label = _("Offres choisies")
        icon = "list-ul"


class ButtonBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Bouton"), max_length=60)
    url = blocks.CharBlock(label=_("Adresse"), help_text=_("Une adresse du site (« /agenda/ ») ou d’ailleurs."))

    class Meta:
        label = _("Bouton")
        icon = "link"


class SurveyButtonBlock(blocks.StructBlock):
    """Leads to a survey: each copy's own address, so that nobody is asked again once she has answered."""

    label = blocks.CharBlock(label=_("Bouton"), max_length=60, default=_("Donner mon avis"))
    survey = RowBlock("contacts.Survey", "survey_chooser:choose", label=_("Enquête"))

    class Meta:
        label = _("Enquête")
        icon = "form"


class BodyBlock(blocks.StreamBlock):
    text = blocks.RichTextBlock(
        label=_("Texte"),
        features=["h2", "h3", "bold", "italic", "ol", "ul", "link"],
        help_text=_("[prénom] s’y remplace par le prénom de chacun, ou disparaît quand il n’est pas connu."),
    )
    picture = PictureBlock()
    offer_picture = OfferPictureBlock()
    offers = OffersBlock()
    button = ButtonBlock()
    survey = SurveyButtonBlock()


class VersionBlock(blocks.StructBlock):
    """The letter in one language."""

    language = blocks.ChoiceBlock(
        label=_("Langue"), choices=[pair for pair in Language.choices if pair[0] != Language.OTHER], default="fr"
    )
    subject = blocks.CharBlock(label=_("Objet"), max_length=150)
    preview = blocks.CharBlock(
        label=_("Aperçu"), required=False, max_length=200, help_text=_("Ce que la boîte montre à côté de l’objet.")
    )
    body = BodyBlock(label=_("Contenu"))

    class Meta:
        label = _("Version")
        icon = "mail"


class VersionsBlock(FormStream):
    version = VersionBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        languages = [child.value["language"] for child in cleaned]
        if len(languages) != len(set(languages)):
            raise StreamBlockValidationError(
                non_block_errors=[ValidationError(gettext("Une seule version par langue."))]
            )
        return cleaned


# --- Journeys -------------------------------------------------------------------------------------------------------


def letter_block() -> RowBlock:
    return RowBlock("contacts.Letter", "letter_chooser:choose", label=_("Lettre"), icon="mail")


def text_block() -> RowBlock:
    return RowBlock("contacts.Letter", "text_chooser:choose", label=_("SMS"), icon="comment")


class WaitBlock(blocks.StructBlock):
    days = blocks.IntegerBlock(label=_("Jours"), min_value=0, max_value=3660, default=0)
    hours = blocks.IntegerBlock(label=_("Heures"), min_value=0, max_value=240, default=0)
    at = blocks.TimeBlock(label=_("Puis jusqu’à"), required=False, help_text=_("Heure de la destination."))

    class Meta:
        label = _("Attendre")
        icon = "time"


def condition_choices() -> list[tuple[str, str]]:
    acts = (ActKind.BOOKED, ActKind.BOUGHT, ActKind.STAYED, ActKind.ANSWERED, ActKind.DESK, ActKind.WROTE)
    found = [(f"acted:{kind}", _("depuis l’entrée\N{NO-BREAK SPACE}: %s") % kind.label) for kind in acts]
    found.append(("clicked", _("a suivi un lien d’une lettre du parcours (mesure consentie)")))
    found += [(f"consents:{purpose}", _("a consenti\N{NO-BREAK SPACE}: %s") % purpose.label) for purpose in Purpose]
    return found


class ConditionBlock(blocks.StructBlock):
    """When it does not hold, the steps of ``otherwise`` are walked instead of the rest; none: it ends there."""

    condition = blocks.ChoiceBlock(label=_("Continuer si"), choices=condition_choices)
    otherwise = blocks.StreamBlock(
        [("wait", WaitBlock()), ("letter", letter_block()), ("sms", text_block())],
        label=_("Sinon"),
        required=False,
    )

    class Meta:
        label = _("Condition")
        icon = "help"


class StepsBlock(FormStream):
    wait = WaitBlock()
    condition = ConditionBlock()
    letter = letter_block()
    sms = text_block()
