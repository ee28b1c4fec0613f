"""Our own words on an offer: drafted, reviewed, published; no import ever writes here."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from belvedere.kit.scope import ScopedManager

from .offer import Offer


class OfferStory(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """What the office says of an offer in one language; shown instead of the source's words once published."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="stories", verbose_name=_("offre"))
    language = models.CharField(_("langue"), max_length=5, default="fr")
    title = models.CharField(_("titre"), max_length=200)
    intro = models.TextField(_("accroche"), blank=True, default="", max_length=400)
    body = models.TextField(_("récit"), blank=True, default="")

    revisions = GenericRelation("wagtailcore.Revision", related_query_name="offerstory")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="offerstory",
        for_concrete_model=False,
    )

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("récit")
        verbose_name_plural = _("récits")
        constraints = [models.UniqueConstraint(fields=["offer", "language"], name="one_story_a_language")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    def get_state(self) -> str:
        """What the public reads and what waits, in words and without a query."""
        if not self.live:
            return gettext("brouillon")
        return gettext("en ligne, brouillon en attente") if self.has_unpublished_changes else gettext("en ligne")

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "catalogue/story_preview.html"
