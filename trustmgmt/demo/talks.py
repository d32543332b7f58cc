"""Questions, answers and talks of the demo. The first answer marked `best` is the one its author chose."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered, and how many said that it helped."""

    who: str
    text: str
    helpful: int = 0
    best: bool = False
    outdated: int = 0  # so many days ago, whoever asked said that it is no longer true


@dataclass(frozen=True, slots=True)
class Talk:
    """A thread; `days_ago` counts from the day the demo is loaded."""

    space: str
    topic: str
    who: str
    days_ago: float
    title: str
    text: str
    answers: tuple[Answer, ...]
    question: bool = True


TALKS = (
    Talk("route-garages", "freins", "marelle_75", 41, "Freins qui sifflent à froid, est-ce grave ?",
         "Depuis deux semaines, ça siffle aux trois premiers freinages, puis plus rien. Plaquettes changées il y a huit mois.",
         (Answer("tournevis_bleu", "Un sifflement qui disparaît à chaud vient le plus souvent d’un peu de rouille sur les disques, la nuit. "
                 "Regardez l’épaisseur des plaquettes : sous 3 mm, on change. Sinon, quelques freinages francs suffisent.", 7, best=True),
          Answer("pneu_crevé", "Chez moi c’était une plaquette montée sans sa cale. Dix minutes à l’atelier.", 2))),
    Talk("route-garages", "freins", "clio_verte", 33, "Disques et plaquettes : faut-il toujours changer les deux ?",
         "Le garage veut tout changer. Les disques ont 60 000 km. Est-ce sérieux ?",
         (Answer("tournevis_bleu", "Demandez la mesure : chaque disque porte son épaisseur minimale, gravée sur la tranche. "
                 "Au-dessus de la cote et sans voile, on peut garder les disques.", 9, best=True),
          Answer("marelle_75", "On m’a montré la cote au pied à coulisse, c’est une bonne question à poser.", 3))),
    Talk("route-garages", "freins", "berline_grise", 19, "Liquide de frein : tous les deux ans, vraiment ?",
         "Le carnet dit deux ans, mon garage dit quatre. Qui croire ?",
         (Answer("tournevis_bleu", "Le liquide absorbe l’eau de l’air. Un testeur à 15 € donne le taux : au-delà de 3 %, on change. "
                 "Le carnet a raison si vous descendez des cols.", 6, best=True),
          Answer("atelier_du_coin", "D’accord avec la mesure plutôt qu’avec le calendrier.", 1))),
    Talk("route-garages", "freins", "deux_chevaux", 8, "Pédale molle après changement des plaquettes",
         "Plaquettes neuves hier, et la pédale descend beaucoup plus bas. Je roule quand même ?",
         (Answer("tournevis_bleu", "Non, ne roulez pas. Il reste de l’air dans le circuit, ou un piston n’est pas revenu. "
                 "Rappelez l’atelier, la purge est à leur charge.", 8, best=True),)),
    Talk("route-garages", "devis", "clio_verte", 26, "Un devis dépassé sans m’avertir, que puis-je faire ?",
         "Devis signé de 240 €, facture de 515 €. J’ai payé pour reprendre la voiture.",
         (Answer("marelle_75", "Le devis signé engage. Écrivez en recommandé, citez la date et demandez le remboursement de la différence. "
                 "C’est ce que j’ai fait, on m’a rendu 95 €.", 5, best=True),
          Answer("berline_grise", "Gardez aussi les pièces remplacées : vous pouvez les demander avant les travaux.", 4))),
    Talk("route-garages", "pneus", "pneu_crevé", 12, "Pneus quatre saisons : pour qui, finalement ?",
         "Plaine l’hiver, un week-end de ski par an. Est-ce que cela suffit ?",
         (Answer("atelier_du_coin", "Pour un week-end par an, oui, avec le marquage au flocon. Des chaînes dans le coffre restent utiles.", 3, best=True),)),
    Talk("tables", "allergies", "mie_de_pain", 22, "Où manger sans gluten à Nantes, sans se priver ?",
         "Je cherche une cuisine qui connaît la contamination croisée, pas seulement le mot.",
         (Answer("fourchette_bleue", "Le Comptoir de l’Écluse garde une friteuse à part et le dit sur la carte. Appelez avant midi, ils préparent.", 6, best=True),
          Answer("anis_vert", "Midi moins le quart aussi, le jeudi, mais demandez la farine des sauces.", 2))),
    Talk("tables", "midi", "anis_vert", 15, "Vos midis à moins de 15 € à Lille",
         "Je commence dans le quartier de la gare. Une assiette, un café, pas de file.",
         (Answer("fourchette_bleue", "Chez Odette, le plat du jour est à 13,50 € et il reste des places jusqu’à 12 h 15.", 4),), question=False),
    Talk("tables", "midi", "fourchette_bleue", 9, "Mon avis a disparu du classement, et le vôtre ?",
         "Depuis le changement de règle, mes avis à une étoile ne remontent plus. Ils existent, mais personne ne les voit.",
         (Answer("anis_vert", "Pareil. Trois avis négatifs sous la dixième page, le positif en première.", 11),
          Answer("mie_de_pain", "J’ai appuyé sur le bouton rouge. Le reçu arrive tout de suite.", 9),
          Answer("sel_gris", "Moi aussi. La nouvelle version du texte sur le classement ne dit rien de cela.", 7)), question=False),
    Talk("slow-roads", "trains", "slow_ana", 38, "Night train with a bicycle: does anybody still take them whole?",
         "Vienna to Genoa in May, two touring bicycles, no wish to take them apart.",
         (Answer("sleeper_tom", "The daily service has four hooks, bookable only by phone or at a counter, about sixty days ahead. "
                 "Ask for the carriage with the big door.", 8, best=True),
          Answer("kestrel", "We did it last year with the front wheels off, in bags. Nobody minded.", 2))),
    Talk("slow-roads", "trains", "kestrel", 27, "Missed connection because of a late train: who pays the hotel?",
         "Two tickets, two companies, one hour between them. The first was two hours late.",
         (Answer("sleeper_tom", "If both legs are one contract, the carrier owes you the night. If they are two, ask anyway: most members of "
                 "the railway alliance let you take the next train for free. Get the delay stamped.", 9, best=True),
          Answer("slow_ana", "The stamp matters. Without it I waited four months.", 5))),
    Talk("slow-roads", "trains", "lantern", 14, "Trieste to Ljubljana without a car",
         "I find one train a day and three opinions about it.",
         (Answer("sleeper_tom", "Bus to Villa Opicina, then the regional train. It is two hours, and the border hill is worth the window seat.", 6, best=True),)),
    Talk("slow-roads", "trains", "harbour_jo", 6, "Is the reservation fee of the pass really per train?",
         "I count eleven reservations for a two-week trip. That doubles the price.",
         (Answer("sleeper_tom", "Per train that demands one, yes. Three of your eleven have a regional twin that needs none: "
                 "slower by forty minutes, cheaper by everything.", 7, best=True),
          Answer("lantern", "Same experience in June. The regional twin is also emptier.", 2))),
    Talk("slow-roads", "visas", "lantern", 21, "Ninety days in any hundred and eighty: how do you count?",
         "My last stay ended on the third of March. When can I come back for two months?",
         (Answer("slow_ana", "Count backwards from each day of the planned stay. The official calculator does it; print the result, "
                 "border guards have accepted mine twice.", 4, best=True, outdated=2),)),
    Talk("home-repairs", "plumbing", "quiet_kettle", 17, "Boiler code F28 on a cold morning",
         "No hot water since Monday. The firm says three days.",
         (Answer("spanner_rose", "F28 is ignition. Check that the gas is on and the condensate pipe is not frozen: warm water on the outside "
                 "part, slowly. If it fires twice and stops, wait for the engineer.", 6, best=True),)),
    Talk("home-repairs", "roofs", "slate_and_rain", 24, "Three quotes for the same roof: 900, 4,200 and 11,000",
         "All three looked at it from the ground.",
         (Answer("spanner_rose", "Ask each for photographs of what they would replace. The honest one has them.", 5, best=True),
          Answer("quiet_kettle", "Mine was eleven tiles in the end.", 3))),
    Talk("home-repairs", "kitchens", "door_ajar", 11, "“Refund us or the stars go down”: is that allowed?",
         "A neighbour told the fitter he would write one star unless the whole invoice was refunded. I like neither of them much.",
         (Answer("slate_and_rain", "No. A rating is what you lived, not what you are owed. Report the post if it is here.", 6, best=True),)),
    Talk("dating-watch", "billing", "paper_lantern", 29, "Renewed for six months after I cancelled",
         "Cancelled on the 2nd, charged on the 3rd, and the page now says that cancelling takes five days.",
         (Answer("night_owl_9", "Keep the confirmation and write that the term was not in the contract you accepted. Their page of that day is in the register here: compare the versions.", 7, best=True),)),
    Talk("dating-watch", "profiles", "night_owl_9", 13, "How to tell a bought profile in two minutes",
         "Reverse image search, the age of the account, the first message word for word in a search engine. What else do you do?",
         (Answer("paper_lantern", "Ask something that depends on the town. Bought profiles never know where the market is.", 5),), question=False),
    Talk("patients", "fatigue", "lac_calme", 23, "Comment expliquez-vous la fatigue à votre employeur ?",
         "Ce n’est pas le manque de sommeil, et je n’arrive pas à le dire simplement.",
         (Answer("rive_nord", "J’ai parlé de « batterie » : elle se charge à moitié. Et j’ai demandé à la médecine du travail d’écrire les aménagements, pas le diagnostic.", 8, best=True),
          Answer("petit_matin", "Une phrase qui a marché : « je travaille bien jusqu’à 15 h, après je fais des erreurs ».", 5))),
    Talk("patients", "demarches", "petit_matin", 16, "Dossier d’aide refusé : le délai pour contester",
         "La lettre dit deux mois, mais à partir de quelle date ?",
         (Answer("rive_nord", "À partir du jour où vous avez reçu la lettre. Gardez l’enveloppe, la date du tampon fait foi.", 6, best=True),)),
    Talk("patients", "traitements", "rive_nord", 7, "Prendre le traitement le soir plutôt que le matin",
         "Mon équipe soignante est d’accord pour essayer. Qui l’a fait, et qu’avez-vous remarqué ?",
         (Answer("lac_calme", "Moins de nausées au bout de dix jours. Je note chaque soir, j’ai montré le carnet à l’infirmière.", 4),), question=False),
)  # fmt: skip
