"""Fields of the house, in models and in forms."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.fields import StreamField


class BlocksField(StreamField):
    """A StreamField whose block definitions stay out of migrations: rewording a block is not a change of table."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _blocks, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class NamedRichTextArea(DraftailRichTextArea):
    """Wagtail's editor of texts, with a name for who cannot see it: its label is tied to a field that nobody sees."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options["ariaLabel"] = _("Texte")
