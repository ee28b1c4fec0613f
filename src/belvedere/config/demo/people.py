"""Who lives in the demo: one person a role, all fictitious, with a password that is printed, never used elsewhere."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.utils import timezone

from belvedere.catalogue.models import Offer
from belvedere.config.bootstrap import say
from belvedere.people.actions import roles
from belvedere.people.enums import OrganisationKind, RoleKind
from belvedere.people.models import Account, Membership, Organisation
from belvedere.territories.models import Destination

PASSWORD = "volcan-en-fleurs"  # noqa: S105 - printed on the terminal, valid in a demo only
#: The demo's provider, the office she belongs to, and who answers there.
PROVIDER, PROVIDER_AT = "Maison Vigier", "clermont-auvergne-volcans"
PROVIDER_EMAIL, OFFICE_EMAIL = "chloe@demo.example", "anne@demo.example"


@dataclass(frozen=True)
class Person:
    email: str
    first_name: str
    last_name: str
    what: str
    destination: str = ""
    role: str = ""
    organisation: str = ""


PEOPLE = [
    Person("technique@demo.example", "Inès", "Vidal", "technicienne (tout voir)"),
    Person("auvergne@demo.example", "Paul", "Astier", "agence d’Auvergne, responsable", "auvergne", RoleKind.MANAGER),
    Person(OFFICE_EMAIL, "Anne", "Chazal", "office de Clermont, responsable", "clermont-auvergne-volcans",
           RoleKind.MANAGER),
    Person("bruno@demo.example", "Bruno", "Sarre", "office de Clermont, rédaction", "clermont-auvergne-volcans",
           RoleKind.EDITOR),
    Person("salers@demo.example", "Lise", "Roux", "office du Pays de Salers", "pays-de-salers", RoleKind.MANAGER),
    Person("dordogne@demo.example", "Hugo", "Marty", "contrat Vallée de la Dordogne", "vallee-de-la-dordogne",
           RoleKind.EDITOR),
    Person("insee@demo.example", "Nadia", "Combe", "observatoire du Puy-de-Dôme et du Cantal", "puy-de-dome-cantal",
           RoleKind.MANAGER),
    Person(PROVIDER_EMAIL, "Chloé", "Vigier", "prestataire", organisation=PROVIDER),
]  # fmt: skip


def people_here() -> list[Person]:
    """Those whose destination is there: one of them is made only where real figures are found."""
    known = set(Destination.everything.values_list("slug", flat=True))
    return [person for person in PEOPLE if not person.destination or person.destination in known]


def make_people() -> None:
    """Accounts, roles and one provider, made once."""
    known = set(Account.everything.values_list("email", flat=True))
    missing = [person for person in people_here() if person.email not in known]
    if missing:
        say("Création des comptes de démonstration…")
    now = timezone.now()
    for person in missing:
        technician = not person.role and not person.organisation
        account = Account.everything.create_user(
            person.email, PASSWORD, first_name=person.first_name, last_name=person.last_name,
            is_staff=technician, is_superuser=technician,
        )  # fmt: skip
        EmailAddress.objects.create(user=account, email=person.email, verified=True, primary=True)
        if person.role:
            destination = Destination.everything.get(slug=person.destination)
            roles.grant_role(account=account, destination=destination, kind=person.role, by=None, now=now)
        if person.organisation:
            place = Destination.everything.get(slug=PROVIDER_AT)
            house = Organisation.everything.create(
                kind=OrganisationKind.PROVIDER, name=person.organisation, destination=place
            )
            Membership.everything.create(account=account, organisation=house, function="gérante")


def announce_lines(port: int) -> list[str]:
    """What the terminal shows once all is ready."""
    home = f"http://localhost:{port}"
    slugs = Destination.everything.exclude(is_default=True).values_list("slug", flat=True)
    people = people_here()
    width = max(len(person.email) for person in people)
    return [
        "",
        "Belvédère est prêt.",
        f"  Site public      {home}/",
        *(f"                   {home}/{slug}/" for slug in slugs),
        f"  Bureau           {home}/bureau/",
        f"  Professionnels   {home}/pro/",
        f"  API              {home}/api/docs",
        "",
        f"Comptes (mot de passe : {PASSWORD})",
        *(f"  {person.email:<{width}}  {person.what}" for person in people),
        f"  {Offer.everything.active().count()} offres en ligne. Ctrl+C arrête le serveur.",
        "",
    ]
