"""What a questionnaire is made of. Definitions stay out of migrations; answers are tied to the keys of the blocks."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from belvedere.contacts.enums import QuestionKind, Stage
from belvedere.shell.blocks import FormStream
from belvedere.territories.enums import Language

#: Languages that a question can be worded in.
SPOKEN = tuple(language for language in Language if language != Language.OTHER)
OWN_WORDS = _("Vide\N{NO-BREAK SPACE}: la question de la maison, en six langues.")


class WordsBlock(blocks.StructBlock):
    """One sentence in as many languages as the office has. Where a language is missing, English is shown to who reads
    no French, else French."""

    def __init__(self, *, needed: bool = True, **kwargs: Any) -> None:
        local = [
            (one.value, blocks.CharBlock(label=one.label, max_length=200, required=needed and one == Language.FRENCH))
            for one in SPOKEN
        ]
        super().__init__(local, **kwargs)

    class Meta:
        icon = "globe"


class RecommendBlock(blocks.StructBlock):
    words = WordsBlock(needed=False, label=_("Question"), help_text=OWN_WORDS)

    class Meta:
        label = _("Recommanderiez-vous\N{NO-BREAK SPACE}? (0 à 10)")
        icon = "pick"


class SatisfactionBlock(blocks.StructBlock):
    stage = blocks.ChoiceBlock(
        label=_("Moment du séjour"), choices=Stage.choices, required=False, help_text=_("Vide : celui de l’enquête.")
    )
    words = WordsBlock(needed=False, label=_("Question"), help_text=OWN_WORDS)

    class Meta:
        label = _("Satisfaction (1 à 5)")
        icon = "tick-inverse"


class ChoiceBlock(blocks.StructBlock):
    words = WordsBlock(label=_("Question"))
    answers = blocks.ListBlock(WordsBlock(label=_("Réponse")), label=_("Réponses proposées"), min_num=2, max_num=12)


class OneBlock(ChoiceBlock):
    class Meta:
        label = _("Une réponse parmi plusieurs")
        icon = "radio-empty"


class SeveralBlock(ChoiceBlock):
    class Meta:
        label = _("Plusieurs réponses")
        icon = "list-ul"


class FreeBlock(blocks.StructBlock):
    words = WordsBlock(needed=False, label=_("Question"), help_text=OWN_WORDS)

    class Meta:
        label = _("Mots libres")
        icon = "pilcrow"


class QuestionsBlock(FormStream):
    """Eight at most: beyond, people leave."""

    def __init__(self, **kwargs: Any) -> None:
        kinds = [
            (QuestionKind.NPS.value, RecommendBlock()), (QuestionKind.CSAT.value, SatisfactionBlock()),
            (QuestionKind.ONE.value, OneBlock()), (QuestionKind.SEVERAL.value, SeveralBlock()),
            (QuestionKind.FREE.value, FreeBlock()),
        ]  # fmt: skip
        super().__init__(kinds, **{"min_num": 1, "max_num": 8} | kwargs)
