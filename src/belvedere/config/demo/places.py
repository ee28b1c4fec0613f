"""The demo's destinations: a wider one, two offices inside it, and a contract that crosses departments."""

from dataclasses import dataclass, field

from belvedere.territories.enums import DestinationKind, Typeface

#: Drawn by us, in the colours of the page that shows them.
VOLCANO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><title>Auvergne</title>'
    '<path d="M4 38 17 17q3-4 7-4t7 4l13 21Z" fill="currentColor"/>'
    '<path d="M19 15q5 5 10 0" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/></svg>'
)
SPIRES = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><title>Clermont Auvergne Volcans</title>'
    '<path d="M12 40V20l4-14 4 14v6h8v-6l4-14 4 14v20Z" fill="currentColor"/>'
    '<circle cx="24" cy="33" r="4" fill="#fff"/></svg>'
)
HORNS = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><title>Pays de Salers</title>'
    '<path d="M6 10q1 13 12 14v5q0 13 6 13t6-13v-5q11-1 12-14-4 8-12 8H18Q10 18 6 10Z" fill="currentColor"/></svg>'
)
RIVER = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><title>Vallée de la Dordogne</title>'
    '<path d="M5 12q10-7 19 0t19 0M5 24q10-7 19 0t19 0M5 36q10-7 19 0t19 0" fill="none" stroke="currentColor" '
    'stroke-width="5" stroke-linecap="round"/></svg>'
)


@dataclass(frozen=True)
class Plan:
    """``departments`` and ``epcis``: official codes whose communes make the territory."""

    slug: str
    name: str
    kind: str
    territory: str
    signature: str
    parent: str = ""
    departments: tuple[str, ...] = ()
    epcis: tuple[str, ...] = ()
    palette: dict[str, str] = field(default_factory=dict)
    typeface: str = ""
    logo: str = ""
    tone: str = ""


PLANS = [
    Plan(
        "auvergne", "Auvergne", DestinationKind.REGION, "Auvergne", "Quatre départements, quatre-vingts volcans",
        departments=("03", "15", "43", "63"), palette={"primary": "#1f5a54", "accent": "#e0a526"},
        typeface=Typeface.SERIF, logo=VOLCANO,
        tone="Concret, chaleureux, jamais publicitaire. On vouvoie. On dit ce que l’on voit et ce que l’on mange.",
    ),
    Plan(
        "clermont-auvergne-volcans", "Clermont Auvergne Volcans", DestinationKind.OFFICE, "Métropole clermontoise",
        "La ville au pied des volcans", parent="auvergne", epcis=("246300701",),
        palette={"primary": "#8a2f3c", "accent": "#f0b54a"}, typeface=Typeface.SANS, logo=SPIRES,
    ),
    Plan(
        "pays-de-salers", "Pays de Salers", DestinationKind.OFFICE, "Communauté de communes du Pays de Salers",
        "Là-haut, on prend le temps", parent="auvergne", epcis=("241501139",),
        palette={"primary": "#6b3f1d", "accent": "#c8702a"}, logo=HORNS,
    ),
    Plan(
        "vallee-de-la-dordogne", "Vallée de la Dordogne", DestinationKind.CONTRACT,
        "Vallée de la Dordogne, du Lot à la Corrèze", "Une rivière, cent villages",
        epcis=("200066769", "200066751", "200066371"), palette={"primary": "#1d4f7a", "accent": "#d9a441"},
        typeface=Typeface.SERIF, logo=RIVER,
    ),
]  # fmt: skip
