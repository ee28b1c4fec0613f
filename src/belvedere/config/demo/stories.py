"""What the demo's offices say in their own words: (offer, title, hook, text)."""

STORIES = [
    ("Puy de Dôme", "Un matin au sommet du puy de Dôme",
     "Partez avant le premier train : la montagne est à vous, et la mer de nuages aussi.",
     "Nous le conseillons à tous ceux qui n’ont qu’une matinée. On se gare au col de Ceyssat, on monte sans se "
     "presser par le chemin des Muletiers, quarante-cinq minutes de lacets sous les hêtres puis dans l’herbe rase. "
     "En haut, faites le tour dans le sens des aiguilles d’une montre : d’abord la ville, puis les volcans du sud, "
     "enfin ceux du nord, alignés comme des bols renversés. Redescendez en train si les genoux le demandent."),
    ("L’Aventure Michelin", "Le jour de pluie parfait",
     "Deux heures à l’abri, et l’on ressort en sachant pourquoi les cartes sont jaunes.",
     "Quand le ciel se bouche, c’est notre premier conseil. Les enfants pilotent, les parents retrouvent les cartes "
     "de leurs vacances, et tout le monde sourit devant les premières affiches de Bibendum. Le tramway s’arrête à "
     "côté ; Montferrand et ses maisons de lave sont à dix minutes à pied."),
    ("Cité médiévale de Salers", "Salers, une heure après le départ des cars",
     "Restez dormir : à dix-huit heures, le village change de voix.",
     "En journée, la place est pleine et c’est bien ainsi. Mais si vous prenez une chambre, vous entendrez les "
     "hirondelles, les volets, la fontaine. Marchez jusqu’à l’esplanade de Barrouze : la vallée de la Maronne est à "
     "vos pieds, et le puy Violent rougit le dernier."),
    ("Rocamadour", "Rocamadour par le bas",
     "Oubliez le parking du château : arrivez à pied, par le canyon.",
     "Laissez la voiture près de l’Alzou et remontez le sentier. La cité apparaît d’un coup, collée à sa falaise. "
     "Montez les deux cent seize marches à votre rythme, et gardez l’Hospitalet pour la fin du jour."),
]  # fmt: skip
