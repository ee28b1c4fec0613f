"""Blocks of the editorial pages, in the design language of the house."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alternative = blocks.CharBlock(
        label=_("Texte de remplacement"), required=False, help_text=_("Ce que montre l’image ; vide si elle décore.")
    )
    caption = blocks.CharBlock(label=_("Légende"), required=False)
    credit = blocks.CharBlock(label=_("Crédit"))

    class Meta:
        label = _("Image")
        icon = "image"
        template = "shell/blocks/picture.html"


class FormStream(blocks.StreamBlock):
    """A stream that is the whole of a form's field: sent mangled, or not at all, it is empty and the form says so."""

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        try:
            return super().value_from_datadict(data, files, prefix)
        except (KeyError, ValueError):
            return blocks.StreamValue(self, [])


class CallBlock(blocks.StructBlock):
    """A way onward: one sentence, one button."""

    text = blocks.CharBlock(label=_("Phrase"))
    label = blocks.CharBlock(label=_("Bouton"))
    url = blocks.CharBlock(label=_("Adresse"), help_text=_("Une adresse du site (« /recherche/ ») ou d’ailleurs."))

    class Meta:
        label = _("Invitation")
        icon = "link"
        template = "shell/blocks/call.html"


def editorial_blocks() -> list[tuple[str, blocks.Block]]:
    """What an editorial page is made of. No level-one title: the page has its own."""
    features = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]
    return [
        ("text", blocks.RichTextBlock(label=_("Texte"), features=features)),
        ("quote", blocks.BlockQuoteBlock(label=_("Citation"))),
        ("picture", PictureBlock()),
        ("call", CallBlock()),
    ]
