"""What has happened to a row of the office: the lines that actions wrote in the journal, in words."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, UserColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from belvedere.kit.models import Entry

#: First word of a journal's verb → what it is called in a history, where the row itself is the noun.
DEEDS = {
    "accept": _("Acceptation"), "acknowledge": _("Accusé de réception"), "add": _("Ajout"), "answer": _("Réponse"),
    "ask": _("Demande"), "bar": _("Mise à l’écart"), "bring": _("Import"), "cancel": _("Annulation"),
    "change": _("Modification"), "check": _("Pointage"), "choose": _("Choix"), "close": _("Clôture"),
    "complete": _("Complément"), "confirm": _("Confirmation"), "count": _("Comptage"), "create": _("Création"),
    "decide": _("Décision"), "declare": _("Déclaration"), "decline": _("Refus"), "describe": _("Description"),
    "drop": _("Abandon"), "erase": _("Effacement"), "export": _("Export"), "finish": _("Fin"),
    "foresee": _("Prévision"), "give": _("Attribution"), "grant": _("Attribution"), "import": _("Importation"),
    "invite": _("Invitation"), "keep": _("Mise de côté"), "leave": _("Note"), "lift": _("Levée de la suspension"),
    "load": _("Chargement"), "lose": _("Table perdue"), "make": _("Création"), "map": _("Correspondance de colonnes"),
    "mark": _("Signalement"), "measure": _("Bilan"), "merge": _("Fusion"), "move": _("Déplacement"),
    "name": _("Nom donné"), "note": _("Note"), "open": _("Ouverture"), "pause": _("Pause"), "place": _("Souhaits"),
    "prepare": _("Préparation"), "price": _("Chiffrage"), "propose": _("Proposition"), "publish": _("Publication"),
    "reckon": _("Calcul"), "record": _("Enregistrement"), "refuse": _("Refus"), "register": _("Inscription"),
    "redraw": _("Nouveau tracé"), "rehearse": _("Répétition"), "remind": _("Rappel"), "remove": _("Suppression"),
    "repeat": _("Reprise"),
    "retry": _("Nouvel essai"), "revoke": _("Retrait"), "save": _("Enregistrement"), "send": _("Envoi"),
    "set": _("Réglage"), "settle": _("Décision"), "share": _("Partage"), "sheet": _("Feuille de route"),
    "solve": _("Calcul du plan"), "start": _("Lancement"), "stay": _("Séjour"), "suspend": _("Suspension"),
    "take": _("Réception"), "tell": _("Saisie"), "undo": _("Retour en arrière"), "unshare": _("Fin du partage"),
    "weigh": _("Estimation"), "withdraw": _("Retrait"), "write": _("Rédaction"),
}  # fmt: skip


def deed(entry: Entry) -> str:
    return str(DEEDS.get(entry.verb.partition("_")[0], entry.verb))


def history_button(address: str) -> Button:
    return Button(_("Historique"), url=address, icon_name="history", priority=30)


class AllowedEdit:
    """Put in front of every history: the way to change the row, for who may."""

    def get_edit_url(self, instance: Any) -> str | None:
        policy = self.viewset.permission_policy
        allowed = policy.user_has_permission_for_instance(self.request.user, "change", instance)
        return super().get_edit_url(instance) if allowed else None

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return super().header_buttons if self.get_edit_url(self.object) else []


class JournalHistory:
    """Put in front of Wagtail's history of a model that keeps no revision: Wagtail's own log knows nothing of what
    actions do."""

    any_permission_required = ("add", "change", "delete", "view")
    filterset_class = None
    is_searchable = False

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("verb", label=_("Action"), accessor=deed),
            UserColumn("by", label=_("Qui"), blank_display_name=_("le logiciel"), width="25%"),
            DateColumn("at", label=_("Quand"), width="15%"),
        ]

    def get_base_queryset(self) -> "QuerySet[Entry]":
        lines = Entry.objects.filter(noun=self.object._meta.label, noun_id=str(self.object.pk))
        return lines.select_related("by__wagtail_userprofile").order_by("-at", "-pk")

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {}
