"""What people of other sites say in the demo. The sites are invented; `.example` belongs to nobody."""

BELT_TITLE = "Courroie de distribution : à l’âge ou aux kilomètres ?"
BELT = (
    "Moteur de 2015, 71 000 km, courroie d’origine. Le carnet dit dix ans ou 120 000 km, le garage dit « tout de suite ». "
    "Qui a raison ?\n\nOn m’a dit, sur La Voie, que vous aviez ici des mécaniciens."
)
BELT_ANSWER = (
    "Les deux comptent : le caoutchouc durcit même à l’arrêt. À dix ans passés, on la change, avec le galet et la pompe à "
    "eau, parce que la main-d’œuvre est la même."
)
BELT_PRICE = (
    "Même moteur chez moi. Faites chiffrer le kit complet par écrit, dans deux garages : j’ai trouvé 430 € d’écart dans la "
    "même ville."
)
TYRES = (
    "Avant de payer une géométrie, regardez les pressions à froid : un pneu sous-gonflé s’use des deux bords. Un seul bord, "
    "c’est bien le train avant."
)
MARCEAU_TITLE = "Courroie changée, prix tenu"
MARCEAU = (
    "Kit courroie et pompe à eau : devis de 690 €, facture de 690 €. On m’a montré les pièces retirées, le galet avait du "
    "jeu.\n\nUne étoile de moins : deux jours annoncés, quatre en fait."
)
FERRY_TITLE = "Loud, late, and kind"
FERRY = (
    "Three hours late out of Ancona, and the engine is under the seats. The steward found us a bench by the bow and two "
    "blankets, which is why this is not one star."
)
BICYCLE = (
    "Did it in September. The bicycle stays on the car deck and they lock the doors until the pumps stop, so take your "
    "panniers up with you."
)
ADVERT_TITLE = "Ferry passes at −70 %, today only"
ADVERT = "Every line, every date. Write to me before midnight: the seller closes the list."
ADVERT_WHY = "Not a story and not a question: it sells passes that no ferry line issues."
LIMITED = (
    "The same advert in four spaces within an hour, then once more with its address written backwards. What its people "
    "write is still read here, and not passed on."
)

# --- a space that another site hosts ----------------------------------------------------------------------------------

FAR_SPACE = "Vélo et train"
FAR_SUMMARY = "Emporter son vélo : quels trains, quelles gares, quels crochets."
TER = (
    "Je tiens la liste à jour ici, région par région. Dites ce que vous avez vu, avec la date : les règles changent à chaque "
    "service d’été."
)
TANDEM = (
    "Deux crochets, un contrôleur aimable, et trente centimètres de trop. On a démonté la roue avant sur le quai. À refaire "
    "hors saison seulement."
)
FAR_TALKS = (
    ("Quels TER prennent un vélo sans réservation ?", TER),
    ("Un tandem dans l’intercités, retour d’essai", TANDEM),
)
FAR_ANSWER = "Bourgogne, vu samedi : six places par rame, gratuites, mais pas de train avant 9 h."
GARAGE_TITLE = "Garage à vélos de la gare de Villeneuve : fermé ?"
GARAGE = (
    "Le local est fermé depuis lundi, sans affiche. Le gardien s’appelle Lucien Barral et répond le soir au 06 39 98 12 40. "
    "Quelqu’un sait-il quand il rouvre ?"
)
CLOSED = "Essai fait, réponses données : la suite est dans la liste des TER."
WARNED = "Pas de nom ni de téléphone d’une personne privée, s’il vous plaît."
RULES_NAME = {"fr": "Règles de La Voie", "en": "Rules of La Voie"}
REASONS = {
    "fr": {
        "finding": "Un passage nomme une personne privée et donne son téléphone.",
        "lede": "Le passage est masqué à La Voie. Le reste du message se lit comme avant.",
        "facts": "La deuxième phrase donne le nom d’un gardien et son numéro personnel. Il n’a pas de rôle public.",
        "rule_name": "Règle 3, personnes privées",
        "rule_text": "On ne publie ni le nom, ni l’adresse, ni le téléphone de quelqu’un qui n’a pas de rôle public.",
        "rule_source": "Règles de La Voie, version du 2 mars",
        "effect": "La phrase est masquée. Écrivez « le gardien » et tout est dit.",
        "duration": "",
        "redress": "Vous pouvez faire appel à La Voie pendant six mois ; quelqu’un d’autre décidera.",
    },
    "en": {
        "finding": "A passage names a private person and gives their telephone number.",
        "lede": "The passage is masked at La Voie. The rest of the message reads as before.",
        "facts": "The second sentence gives the name of a caretaker and his own number. He has no public role.",
        "rule_name": "Rule 3, private persons",
        "rule_text": "Nobody publishes the name, address or telephone number of someone without a public role.",
        "rule_source": "Rules of La Voie, version of 2 March",
        "effect": "The sentence is masked. Write “the caretaker” and nothing is missing.",
        "duration": "",
        "redress": "You can appeal at La Voie for six months; somebody else will decide.",
    },
}
TO_AUTHOR = {
    "fr": "Une phrase de votre message est masquée à La Voie : elle nommait une personne privée.",
    "en": "A sentence of your message is masked at La Voie: it named a private person.",
}

# --- sites that speak no protocol -------------------------------------------------------------------------------------

OLD_FORUM = "Old House Notes"
OLD_TALKS = (
    (14, "Lime or cement for a 1910 wall?",
     (("halfbrick", "<p>North wall, damp at knee height. The builder says cement, my neighbour says never.</p>"),
      ("mortar_and_me", "<p>Lime. Cement keeps the water in, and the brick pays for it. Ours dried in one summer.</p>"))),
    (15, "Sash window drops by itself",
     (("tall_hedge", "<p>Cord is new, weight is on. It still drops an inch at night.</p>"),
      ("halfbrick", "<p>Weigh the sash: new glass is heavier, the old weight no longer balances it.</p>"),
      ("", ""))),  # hidden there: nothing of it is taken
    (16, "What did you pay for a chimney to be swept and looked at?",
     (("mortar_and_me", "<p>Eighty-five, with photographs from the top. Ask for the photographs.</p>"),)),
)  # fmt: skip
BLOG = "Carnet de tables"
BLOG_NOTES = (
    ("La cantine du port", "Deux plats, une ardoise, et le poisson du matin. On mange à midi pile ou on ne mange pas."),
    ("Où l’on dit le prix du vin", "Trois adresses où le prix du verre est écrit avant qu’on le serve."),
    ("Fermé sans prévenir", "Deux fois porte close, un mardi et un jeudi. Le téléphone ne répond pas."),
)
SHARED = (
    ("bulkvoices.example", "Two hundred accounts opened in one night, each with the same five stars."),
    ("bargains.example", "Adverts only, from the first day."),
)
