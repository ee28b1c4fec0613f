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
    ("Puy Mary", "Le puy Mary sans la foule",
     "Un matin de semaine, l’escalier est presque vide et les marmottes n’ont peur de personne.",
     "Prenez la navette ou montez à pied depuis le Claux. L’escalier paraît raide, il ne dure qu’une demi-heure. Au "
     "sommet, comptez les vallées : il y en a sept, et chacune a son fromage."),
    ("Lac Chambon", "Une journée entière au lac",
     "Le matin pour le tour, midi pour la truite, l’après-midi pour l’eau.",
     "Commencez par la rive sud, à l’ombre. La plage est surveillée l’été, les barques se louent à l’heure, et "
     "Murol et son château sont à vingt minutes à pied par le chemin des prés."),
    ("Vulcania", "Vulcania avec des enfants de six ans",
     "Une heure d’avance, un goûter, et surtout pas tout faire.",
     "Prenez les simulateurs à l’ouverture, le cratère au milieu de la journée, les ateliers quand les jambes "
     "fatiguent. Le jardin volcanique est le meilleur endroit pour le goûter."),
    ("Basilique Notre-Dame-du-Port", "Notre-Dame-du-Port, lentement",
     "Asseyez-vous vingt minutes : le chœur change avec le soleil.",
     "Venez entre dix heures et midi, quand la lumière touche les chapiteaux. Faites ensuite le tour par "
     "l’extérieur, le chevet est la plus belle mosaïque de la ville."),
    ("Gouffre de Padirac", "Padirac, bien choisir son heure",
     "Le premier départ ou le dernier : le silence est compris.",
     "Réservez en ligne en juillet et en août. Il fait treize degrés en bas : gardez un pull, même par quarante "
     "degrés dehors."),
    ("Puy de Sancy", "Le Sancy par les escaliers de bois",
     "Le téléphérique d’abord, la crête ensuite, la source de la Dordogne en récompense.",
     "Du haut des marches, laissez passer les pressés. Continuez vers le puy Gros par la crête : une heure, et la "
     "vue se mérite deux fois."),
    ("Collonges-la-Rouge", "Collonges après six heures",
     "La pierre garde la chaleur, les terrasses se vident, les martinets arrivent.",
     "Garez-vous au parking haut et descendez par la rue de la Barrière. L’église a deux nefs, demandez pourquoi."),
    ("Château de Murol", "Murol pour les chevaliers de sept ans",
     "Réservez l’animation : ils en parleront encore à Noël.",
     "Adoubement, cuisine, tir à la catapulte : deux heures passent vite. Les remparts donnent sur le lac "
     "Chambon et le Sancy."),
]  # fmt: skip
