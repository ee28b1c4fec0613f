"""What segments may ask of people and of their acts, named in French for forms and evidence."""

from functools import cache
from itertools import product

from django.utils.translation import gettext as _
from django.utils.translation import override

from belvedere.contacts.enums import ActKind, Channel, Purpose, Source, StayKind, Theme
from belvedere.engines.segments import Field, Schema
from belvedere.territories.enums import Country, Language

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


#: What somebody does and that tells of her visits; what we send is not among them.
DEEDS = tuple(
    str(kind)
    for kind in (
        ActKind.DESK, ActKind.SHEET, ActKind.BOOKED, ActKind.BOUGHT, ActKind.STAYED, ActKind.ANSWERED, ActKind.CLICKED,
    )
)  # fmt: skip
#: Being here, or having decided to be.
VISITS = tuple(str(kind) for kind in (ActKind.DESK, ActKind.BOOKED, ActKind.BOUGHT, ActKind.STAYED))


def consent_field(purpose: str, channel: str) -> str:
    return f"{purpose}_{channel}"


def words_of(choices: list[tuple[str, str]]) -> dict[str, str]:
    """Codes and their words, with a small letter first: they come inside a sentence."""
    return {str(code): f"{str(label)[:1].lower()}{str(label)[1:]}" for code, label in choices}


@cache
def schema() -> Schema:
    """In French: the evidence is written by the engine, in French."""
    with override("fr"):
        groups = ((frozenset(DEEDS), _("actes de la personne")), (frozenset(VISITS), _("visites")))
        return Schema(_people(), _acts(), _kinds(), groups)


def _kinds() -> dict[str, str]:
    """Plurals where they are asked by number; a kind without one is said as in timelines."""
    return words_of(ActKind.choices) | {
        "desk": _("passages à l’accueil"),
        "sheet": _("fiches de séjour"),
        "booked": _("réservations"),
        "bought": _("achats"),
        "planned": _("séjours à venir"),
        "stayed": _("séjours ou visites"),
        "answered": _("réponses aux enquêtes"),
        "wrote": _("messages reçus"),
        "sent": _("courriels envoyés"),
        "opened": _("courriels ouverts"),
        "clicked": _("liens suivis"),
        "bounced": _("courriels non remis"),
        "consented": _("consentements"),
        "withdrew": _("retraits de consentement"),
    }


def _people() -> tuple[Field, ...]:
    consents = (
        Field(consent_field(purpose, channel), "flag", f"{purpose.label}, {channel.label}")
        for purpose, channel in product(Purpose, Channel)
    )
    return (
        Field("postcode", "choice", _("Code postal")),
        Field("country", "choice", _("Pays"), {str(code): str(label) for code, label in Country.choices}),
        Field("language", "choice", _("Langue"), words_of(Language.choices)),
        Field("birth_year", "number", _("Année de naissance")),
        Field("source", "choice", _("Entrée par"), words_of(Source.choices)),
        Field("created", "moment", _("Au fichier")),
        Field("last_own", "moment", _("Dernière action de la personne")),
        Field("mail", "flag", _("A donné une adresse électronique")),
        Field("phone", "flag", _("A donné un téléphone")),
        *consents,
    )


def _acts() -> tuple[Field, ...]:
    return (
        Field("own", "flag", _("fait par la personne")),
        Field("themes", "tags", _("envies"), words_of(Theme.choices)),
        Field("stay", "choice", _("séjour"), words_of(StayKind.choices)),
        Field("nights", "number", _("durée"), unit=_("nuits")),
        Field("adults", "number", _("adultes")),
        Field("children", "number", _("enfants")),
        Field("party", "number", _("groupe"), unit=_("personnes")),
        Field("business", "flag", _("pour le travail")),
        Field("access", "flag", _("accueil adapté demandé")),
        Field("dog", "flag", _("avec un chien")),
        Field("amount", "number", _("montant"), unit="€", scale=100),
        Field("commune", "choice", _("commune")),
        Field("month", "choice", _("mois"), {str(rank): name for rank, name in enumerate(MONTHS, 1)}),
        Field("year", "number", _("année")),
    )
