"""What a believable destination is made of: the kinds of offers, how many, how they are called and told.

In names and sentences: {commune} and {de_commune} (« d’Aurillac »), {person} a fictitious name, {n} a number,
{speciality}, {place} a landscape. Words are ours, people are invented.
"""

from dataclasses import dataclass, field

PERSONS = [
    "Vigier", "Chabrol", "Delmas", "Fabre", "Roche", "Lacoste", "Bonnafous", "Malaval", "Sauvage", "Teissèdre",
    "Peyrol", "Montel", "Chaput", "Gimbert", "Raynal", "Lafarge", "Besson", "Charbonnel", "Dauzat", "Espinasse",
    "Jarrige", "Loubat", "Mazel", "Noailly", "Ondet", "Pradier", "Rigaudière", "Salesse", "Tournadre", "Valette",
]  # fmt: skip
SPECIALITIES = [
    "la truffade", "le pounti", "la potée auvergnate", "le tripoux", "l’aligot", "le saint-nectaire rôti",
    "la lentille verte", "la viande de salers", "les farçous", "la truite de montagne", "la fourme en gratin",
    "les pormoniers", "la flognarde aux pommes", "le pavé d’agneau", "les cèpes",
]  # fmt: skip
PLACES = [
    "la rivière", "les volcans", "le plateau", "les prairies", "la vallée", "la forêt", "le vieux bourg", "les monts",
    "le lac", "les gorges", "le causse", "les estives",
]  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """``price``: (lowest, highest) full price in euros, (0, 0) free, None unknown. ``people``: capacity bounds."""

    classes: tuple[str, ...]
    count: int
    names: tuple[str, ...]
    hooks: tuple[str, ...]
    texts: tuple[str, ...]
    english: tuple[str, ...]
    hours: tuple[str, ...] = ("always",)
    price: tuple[int, int] | None = None
    people: tuple[int, int] | None = None
    themes: tuple[tuple[str, str, str], ...] = ()
    features: tuple[tuple[str, str, str], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    accessible: float = 0.3
    extra: tuple[str, ...] = field(default=())


NATURE = ("InTheCountryside", "À la campagne", "In the countryside")
FAMILY = ("Family", "En famille", "Family")
HISTORY = ("History", "Histoire", "History")
FOOD = ("Gastronomy", "Gastronomie", "Gastronomy")
WALK = ("Pedestrian", "À pied", "On foot")
BIKE = ("Cycling", "À vélo", "Cycling")
CRAFT = ("Craft", "Artisanat et savoir-faire", "Crafts")
WELLNESS = ("WellBeing", "Bien-être", "Well-being")
WIFI = ("Wifi", "Wifi", "Wi-Fi")
PARKING = ("Parking", "Parking", "Car park")
TERRACE = ("Terrace", "Terrasse", "Terrace")
POOL = ("SwimmingPool", "Piscine", "Swimming pool")
TOILETS = ("Toilets", "Toilettes", "Toilets")
PICNIC = ("PicnicArea", "Aire de pique-nique", "Picnic area")
HANDICAP = ("LabelRating_TourismeEtHandicap", "Tourisme & Handicap")
BIKE_WELCOME = ("LabelRating_AccueilVelo", "Accueil Vélo")
GITES = ("LabelRating_GitesDeFrance", "Gîtes de France")
FARM = ("LabelRating_BienvenueALaFerme", "Bienvenue à la ferme")
EXCELLENCE = ("LabelRating_DestinationExcellence", "Destination d’excellence")

KINDS = [
    Kind(("Restaurant", "FoodEstablishment"), 170,
         ("La Table {de_person}", "L’Auberge {de_commune}", "Le Buron {de_person}", "Chez {person}", "La Cantine du marché",
          "Le Comptoir {de_commune}", "L’Assiette noire", "Aux Deux Cheminées", "Le Coq de lave", "La Halle aux grains"),
         ("Une cuisine de saison qui met {speciality} à l’honneur.", "Ici, {speciality} se mange à la bonne franquette.",
          "Une petite salle, une ardoise courte, {speciality} en vedette.",
          "Le bon plan du midi {a_commune}, produits du coin et sourire."),
         ("La carte change avec le marché. Les fromages viennent de trois fermes voisines, le pain d’à côté.",
          "En terrasse dès les beaux jours, au coin du feu l’hiver. Réservez le week-end, la salle est petite.",
          "La cheffe travaille en direct avec les éleveurs et cuit tout à la minute : prévoyez d’avoir le temps.",
          "Menu du jour le midi en semaine, carte plus longue le soir. Les enfants ont leur assiette, pas un menu au rabais."),
         ("Seasonal cooking with local produce.", "A short menu, a warm room, regional dishes.",
          "A good lunch stop, with a terrace in fine weather."),
         ("restaurant", "bistro", "inn"), (14, 38), (20, 90), (FOOD,), (TERRACE, WIFI), (EXCELLENCE,), 0.5),
    Kind(("GourmetRestaurant", "Restaurant", "FoodEstablishment"), 12,
         ("Maison {person}", "Le Jardin {de_person}", "L’Ostal {de_commune}"),
         ("Une table d’auteur où {speciality} devient un souvenir.",),
         ("Menu unique en six temps, accords pensés avec de petits vignerons. La salle donne sur {place}.",),
         ("A chef’s table where local produce becomes a memory.",), ("restaurant",), (58, 115), (16, 40), (FOOD,), (PARKING,),
         (EXCELLENCE,), 0.6),
    Kind(("FarmhouseInn", "Restaurant", "FoodEstablishment"), 30,
         ("Ferme-auberge {de_person}", "La Ferme du plateau", "Le Mas {de_person}"),
         ("On mange ce que la ferme a produit, {speciality} en tête.",),
         ("Une grande table, un seul menu, des assiettes qui reviennent. Les enfants filent voir les bêtes entre deux plats.",),
         ("You eat what the farm has grown.",), ("inn",), (22, 32), (20, 60), (FOOD, FAMILY), (PARKING,), (FARM,), 0.3),
    Kind(("Hotel", "HotelTrade", "Accommodation"), 70,
         ("Hôtel {de_commune}", "Hôtel des Voyageurs", "Hôtel du Parc", "Le Relais {de_person}", "Hôtel Beau Regard", "Hôtel de la Poste"),
         ("Un hôtel de famille face à {place}.", "Des chambres claires à deux pas du centre {de_commune}.",
          "Une étape sûre : bon lit, bon petit déjeuner, garage à vélos."),
         ("Les chambres ont été refaites, le parquet grince encore un peu, le petit déjeuner est généreux.",
          "La réception connaît les sentiers mieux qu’une carte. Local à skis, séchoir à chaussures, infusions le soir."),
         ("A family hotel with bright rooms.", "A safe stop: good bed, good breakfast, bicycle shed."),
         ("always",), (68, 165), (12, 70), (), (WIFI, PARKING, TERRACE), (BIKE_WELCOME, EXCELLENCE), 0.6, ("stars",)),
    Kind(("Guesthouse", "Accommodation"), 120,
         ("Chambres d’hôtes {de_person}", "La Maison du four", "Le Clos {de_person}", "Les Volets bleus", "La Grange aux hirondelles",
          "Le Pigeonnier", "Au bord du chemin"),
         ("Trois chambres dans une maison de lave, petit déjeuner au jardin.", "Une maison ouverte sur {place}, un accueil qui prend son temps.",
          "Dormir au calme {a_commune}, entre murs épais et draps frais."),
         ("{Person} vous attend avec une part de brioche et ses adresses préférées. Table d’hôtes sur réservation, produits du potager.",
          "Le poêle ronfle, le chien dort, les livres sont en libre-service. On y reste une nuit de plus que prévu."),
         ("A lava-stone house, breakfast in the garden.", "A quiet place to sleep, thick walls and fresh sheets."),
         ("always",), (62, 118), (4, 12), (NATURE,), (WIFI, PARKING), (GITES,), 0.15),
    Kind(("SelfCateringAccommodation", "RentalAccommodation", "Accommodation"), 130,
         ("Gîte {de_person}", "Gîte du lavoir", "La Petite Maison {de_commune}", "Gîte du buron", "Le Fournil", "Gîte des estives"),
         ("Un gîte pour {n} personnes au milieu {de_place}.", "Une ancienne grange devenue gîte, {n} couchages et une vue."),
         ("Poêle à bois, vraie cuisine, jardin clos. Les chiens sont les bienvenus, les vélos au sec.",
          "Linge fourni, lits faits à l’arrivée. La boulangerie est à dix minutes à pied."),
         ("A self-catering house with a view.",), ("always",), (55, 190), (2, 14), (NATURE, FAMILY), (WIFI, PARKING), (GITES,), 0.15),
    Kind(("Camping", "CampingAndCaravanning", "Accommodation"), 55,
         ("Camping {de_commune}", "Camping de la Rivière", "Camping du Lac", "Camping Les Prades", "Aire naturelle {de_person}"),
         ("Des emplacements ombragés au bord de l’eau.", "Un petit camping tranquille, à taille humaine."),
         ("Marché de producteurs le mercredi, sentier au départ, baignade à deux pas. Locations de toile pour qui voyage léger.",),
         ("Shaded pitches by the water.",), ("campsite",), (14, 32), (25, 120), (NATURE, FAMILY), (POOL, TOILETS, WIFI), (BIKE_WELCOME,), 0.5),
    Kind(("StopOverOrGroupLodge", "CollectiveAccommodation", "Accommodation"), 24,
         ("Gîte d’étape {de_commune}", "Le Refuge du plateau", "La Halte {de_person}"),
         ("Un dortoir, une grande table, un poêle : l’étape des marcheurs.",),
         ("Panier-repas sur demande, transport de bagages possible, chaussures au séchoir.",),
         ("A dormitory, a long table, a stove: the walkers’ stop.",), ("always",), (19, 34), (10, 30), (WALK,), (WIFI,), (), 0.2),
    Kind(("WalkingTour", "Tour"), 120,
         ("Le sentier {de_place}", "Boucle {de_commune}", "Le tour du puy {de_person}", "Le chemin des burons", "Le circuit des fontaines",
          "La balade des orgues"),
         ("Une boucle de {n} kilomètres au départ {de_commune}, balisage jaune.", "Une marche facile de {n} kilomètres entre {place} et le bourg."),
         ("Le sentier alterne sous-bois et points de vue ; un passage raide au milieu, tout le reste est doux. De l’eau à la fontaine du départ.",
          "On longe de vieux murs, on passe un gué, on revient par la crête. Chien tenu en laisse dans les estives."),
         ("A loop walk with yellow waymarks.",), ("always",), (0, 0), None, (WALK, NATURE), (PICNIC,), (), 0.05, ("loop",)),
    Kind(("CyclingTour", "Tour"), 30,
         ("À vélo {autour_commune}", "La véloroute {de_place}", "Le tour cycliste des villages"),
         ("{n} kilomètres de petites routes calmes, sans grosse difficulté.",),
         ("Revêtement correct, peu de voitures, deux cafés en chemin. Praticable en vélo de voyage.",),
         ("Quiet lanes and two cafés on the way.",), ("always",), (0, 0), None, (BIKE,), (), (BIKE_WELCOME,), 0.05, ("loop",)),
    Kind(("Church", "ReligiousSite"), 70,
         ("Église {de_commune}",),
         ("Une église de village, sa porte sculptée et son silence.", "Un chœur roman, une nef remaniée, des fresques retrouvées."),
         ("Poussez la porte : elle est ouverte le jour. Le cimetière regarde {place}.",
          "Le clocher-peigne se voit de loin ; à l’intérieur, une Vierge de bois poli par les siècles."),
         ("A village church, its carved door and its silence.",), ("church",), (0, 0), None, (HISTORY,), (), (), 0.4),
    Kind(("PointOfView", "NaturalHeritage"), 45,
         ("Point de vue {de_commune}", "Table d’orientation {de_commune}", "Le belvédère {de_place}"),
         ("D’ici, on voit {place} d’un bout à l’autre.",),
         ("Un banc, une table d’orientation, le vent. Le coucher du soleil y vaut un cinéma.",),
         ("A bench, a viewpoint table, the wind.",), ("always",), (0, 0), None, (NATURE,), (PICNIC,), (), 0.2),
    Kind(("Lake", "NaturalHeritage"), 18,
         ("Plan d’eau {de_commune}", "Étang {de_person}"),
         ("Baignade, pique-nique et tour à pied : l’après-midi est trouvé.",),
         ("Plage de sable surveillée en juillet et août, jeux d’enfants, pêche à la truite le reste de l’année.",),
         ("Bathing, picnics and a walk around.",), ("always",), (0, 0), None, (FAMILY, NATURE), (PICNIC, TOILETS), (HANDICAP,), 0.5),
    Kind(("CastleAndPrestigeMansion", "Castle", "CulturalSite"), 22,
         ("Château {de_commune}", "Manoir {de_person}"),
         ("Un logis habité que la famille ouvre l’été.",),
         ("La visite se fait avec l’un des propriétaires : cuisines, chambre bleue, greniers. Le parc se parcourt ensuite librement.",),
         ("A lived-in house that the family opens in summer.",), ("season_short",), (6, 10), None, (HISTORY,), (PARKING,), (), 0.2),
    Kind(("Museum", "CulturalSite"), 32,
         ("Écomusée {de_commune}", "La Maison {de_person}", "Musée de la vie d’autrefois", "Maison du patrimoine {de_commune}"),
         ("Un petit musée qui raconte les métiers et les hivers d’ici.",),
         ("Bénévoles passionnés, vitrines bien faites, livret-jeu pour les enfants. Comptez une heure.",),
         ("A small museum about local trades and winters.",), ("museum_split",), (3, 7), None, (HISTORY, FAMILY), (TOILETS,), (HANDICAP,), 0.7),
    Kind(("LocalProductsShop", "Store"), 70,
         ("Ferme {de_person}", "Fromagerie {de_person}", "La Cave d’affinage", "Miellerie {de_person}", "Brasserie {de_commune}", "Le Safran {de_person}"),
         ("Vente directe : ce que l’on goûte est fait ici.", "Un producteur qui explique, fait goûter et vend au juste prix."),
         ("Visite de l’atelier le matin sur rendez-vous. Paiement par carte accepté, sacs isothermes à disposition.",),
         ("Farm sales: what you taste is made here.",), ("farm", "shop"), (0, 0), None, (FOOD, CRAFT), (PARKING,), (FARM,), 0.5),
    Kind(("CraftsmanShop", "Store"), 36,
         ("Atelier {de_person}", "La Poterie {de_commune}", "Coutellerie {de_person}", "L’Atelier de la pierre"),
         ("Un atelier ouvert : on regarde faire, on pose des questions.",),
         ("Stages d’une journée en été, petites pièces à emporter toute l’année.",),
         ("An open workshop: watch and ask.",), ("shop",), (0, 0), None, (CRAFT,), (), (), 0.5),
    Kind(("SportsAndLeisurePlace",), 48,
         ("Base de loisirs {de_commune}", "Canoë {de_commune}", "Parc aventure {de_commune}", "Centre équestre {de_person}", "Vélorail {de_commune}"),
         ("Une demi-journée dehors, dès six ans.", "De quoi se dépenser sans se prendre au sérieux."),
         ("Matériel fourni, moniteurs diplômés, départs toutes les demi-heures en été. Prévoyez des chaussures qui ne craignent rien.",),
         ("Half a day outdoors, from the age of six.",), ("leisure",), (9, 29), (10, 80), (FAMILY,), (PARKING, TOILETS), (), 0.3),
]  # fmt: skip


@dataclass(frozen=True)
class Event:
    """``rhythm``: weekly market, one evening, a week-end, or a long run. ``season``: first and last month."""

    classes: tuple[str, ...]
    count: int
    names: tuple[str, ...]
    hooks: tuple[str, ...]
    english: tuple[str, ...]
    rhythm: str
    times: tuple[str, str]
    season: tuple[int, int] = (1, 12)
    price: tuple[int, int] = (0, 0)
    themes: tuple[tuple[str, str, str], ...] = ()


EVENTS = [
    Event(("Market", "SaleEvent"), 60, ("Marché {de_commune}", "Marché de producteurs {de_commune}"),
          ("Fromages, légumes, pains au levain : le rendez-vous de la semaine.",), ("The weekly market.",), "weekly", ("08:00", "12:30"), themes=(FOOD,)),
    Event(("Concert", "ShowEvent", "CulturalEvent"), 95, ("{person} en concert", "Chœur {de_commune}", "Cabrettes et accordéons", "Jazz au jardin",
          "Quatuor {person}", "Nuit des cordes"),
          ("Une heure et demie de musique dans un lieu qui sonne bien.", "Du trad au jazz, un concert debout ou assis selon l’humeur."),
          ("An hour and a half of live music.",), "evening", ("20:30", "22:30"), price=(0, 18)),
    Event(("Exhibition", "VisualArtsEvent", "CulturalEvent"), 34, ("Exposition : {place} vus par {person}", "Paysages de lave", "L’hiver en noir et blanc",
          "Dentelles et couteaux"),
          ("Une exposition à voir sans se presser, dans une salle voûtée.",), ("An exhibition to see without hurry.",), "run", ("14:00", "18:00"), price=(0, 6)),
    Event(("Festival", "CulturalEvent"), 26, ("Festival {de_place}", "Les Estivales {de_commune}", "Rencontres de {commune}"),
          ("Trois jours de spectacles, de tables d’hôtes et de bal.",), ("Three days of shows and dancing.",), "weekend", ("17:00", "00:30"), (5, 9), (0, 25)),
    Event(("TraditionalCelebration", "SocialEvent"), 44, ("Fête {de_commune}", "Fête de l’estive", "Fête du pain", "La Saint-Jean {de_commune}"),
          ("Aubade, repas sous la halle, bal et feu d’artifice.",), ("Village fête with a shared meal.",), "weekend", ("10:00", "23:30"), (4, 10), (0, 0), (FAMILY,)),
    Event(("Rambling", "SportsEvent"), 46, ("Randonnée accompagnée {de_commune}", "Sortie crépuscule", "À la recherche des chamois", "Marche gourmande {de_commune}"),
          ("Un guide, douze marcheurs, des pauses pour comprendre.",), ("A guide, twelve walkers, time to understand.",), "evening", ("14:00", "17:30"),
          price=(8, 25), themes=(WALK,)),
    Event(("GarageSale", "SaleEvent"), 36, ("Brocante {de_commune}", "Vide-grenier {de_commune}"),
          ("Cent exposants, de la vaisselle aux vieux outils.",), ("A hundred stalls of bric-a-brac.",), "day", ("07:00", "18:00"), (3, 10)),
    Event(("TheaterEvent", "ShowEvent", "CulturalEvent"), 34, ("La Troupe {de_person} joue dehors", "Contes à la veillée", "Théâtre au lavoir"),
          ("Un spectacle tout public, chaises pliantes et couvertures prêtées.",), ("An open-air show for all.",), "evening", ("21:00", "22:30"), price=(0, 14), themes=(FAMILY,)),
    Event(("ChildrensEvent",), 34, ("Atelier des petits volcanologues", "Chasse au trésor {de_commune}", "Goûter à la ferme {de_person}"),
          ("Deux heures pour les 5-10 ans, goûter compris.",), ("Two hours for five-to-ten-year-olds.",), "day", ("15:00", "17:00"), price=(4, 9), themes=(FAMILY,)),
    Event(("Tasting",), 30, ("Dégustation chez {person}", "Accords vins et fourmes"),
          ("Cinq verres, cinq fromages, une vigneronne qui raconte.",), ("Five glasses, five cheeses.",), "evening", ("18:00", "19:30"), price=(10, 22), themes=(FOOD,)),
]  # fmt: skip
