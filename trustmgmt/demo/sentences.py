"""What people of the demo say about what they lived: sentences by trade and by mood, several per review."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bank:
    """Sentences for one trade, in one language."""

    language: str
    pleased: tuple[str, ...]
    mixed: tuple[str, ...]
    angry: tuple[str, ...]
    titles_pleased: tuple[str, ...]
    titles_mixed: tuple[str, ...]
    titles_angry: tuple[str, ...]


GARAGES = Bank(
    language="fr",
    pleased=(
        "Devis donné le matin, voiture rendue le soir, au prix annoncé.",
        "Le mécanicien m’a montré la pièce usée avant de la changer.",
        "Ils m’ont déconseillé une réparation inutile : j’ai économisé 300 €.",
        "Rendez-vous obtenu en deux jours, en pleine période de vacances.",
        "La facture détaille chaque heure et chaque pièce, rien à deviner.",
        "Un bruit au démarrage que deux autres ateliers n’avaient pas trouvé : réglé en une heure.",
        "Prêt d’un vélo pendant la réparation, l’idée est excellente.",
        "Accueil direct, sans jargon, on comprend ce qu’on paie.",
        "Le contrôle technique est passé du premier coup.",
        "Ils ont rappelé une semaine après pour savoir si tout allait bien.",
        "La courroie a été faite dans les temps, malgré une pièce arrivée en retard.",
        "Atelier propre, voiture rendue sans trace de graisse sur le volant.",
        "Prix des pneus affichés, montage compris, pas de supplément au dernier moment.",
        "J’y vais depuis trois ans et le diagnostic a toujours été juste.",
        "On m’a proposé une pièce d’occasion garantie, deux fois moins chère.",
    ),
    mixed=(
        "Le travail est bien fait, mais il a fallu relancer trois fois.",
        "Réparation correcte, attente trop longue : deux heures de retard à la reprise.",
        "Rien à dire sur les freins, beaucoup à dire sur le téléphone qui sonne dans le vide.",
        "Prix dans la moyenne, délai annoncé de deux jours, tenu en quatre.",
        "Le chef d’atelier explique bien, l’accueil beaucoup moins.",
        "Voiture rendue propre, mais un voyant s’est rallumé dix jours plus tard.",
        "Ils ont repris la réparation sans frais, après avoir un peu résisté.",
        "Le devis était clair, la facture un peu moins.",
        "Bonne équipe, parking impossible le samedi.",
    ),
    angry=(
        "Devis de 180 €, facture de 410 €, sans un appel entre les deux.",
        "On m’a changé une batterie qui avait six mois.",
        "Trois passages pour le même bruit, trois factures.",
        "La voiture est restée neuf jours dehors, vitre entrouverte.",
        "Personne ne retrouve mes anciennes pièces, que j’avais demandé à garder.",
        "Le rendez-vous a été annulé par SMS, une heure avant.",
        "Les plaquettes neuves grinçaient plus que les anciennes.",
        "On m’a répondu que « c’est comme ça avec les vieilles voitures ».",
        "Rayure sur l’aile au retour, et personne n’a rien vu.",
        "Impossible d’obtenir le détail de la main-d’œuvre.",
        "J’ai attendu quatre semaines une pièce qui était en stock à vingt kilomètres.",
    ),
    titles_pleased=(
        "Prix annoncé, prix payé", "On m’a montré la pièce", "Rapide et franc", "Enfin un diagnostic juste",
        "Une réparation inutile évitée", "Je reviendrai", "Atelier sérieux", "Clair du début à la fin",
    ),
    titles_mixed=("Bon travail, longue attente", "Correct sans plus", "À recontacter plusieurs fois", "Moitié content"),
    titles_angry=(
        "Facture doublée", "Trois fois le même bruit", "Neuf jours dehors", "Aucun appel avant travaux",
        "Pièce changée pour rien", "Plus jamais sans écrit",
    ),
)  # fmt: skip

TABLES = Bank(
    language="fr",
    pleased=(
        "Le plat du jour à 14 € vaut le détour, surtout le poisson.",
        "Service attentif sans être pesant, et de l’eau sans la demander.",
        "Une vraie cuisine, la carte change chaque semaine.",
        "On entend les conversations de sa propre table : c’est devenu rare.",
        "Les allergies ont été prises au sérieux, plat par plat.",
        "La patronne connaît ses producteurs par leur prénom.",
        "Desserts maison, la tarte au citron est parfaite.",
        "Pain de la boulangerie d’à côté, encore tiède.",
        "Portions justes, addition juste.",
        "Un vin nature bien conseillé, pas le plus cher de la carte.",
        "Une table végétarienne qui n’est pas une punition.",
        "Les enfants ont eu des demi-portions, sans discussion.",
        "Terrasse à l’ombre, et personne ne pousse vers la sortie.",
    ),
    mixed=(
        "Entrée excellente, plat tiède.",
        "Cuisine soignée, salle si bruyante qu’on se parle par gestes.",
        "Bon rapport qualité prix le midi, plus du tout le soir.",
        "Le service a perdu notre commande, puis l’a offerte.",
        "La carte est longue, la moitié n’était plus disponible.",
        "Dessert sublime après quarante minutes d’attente.",
        "Une bonne adresse, à condition de réserver tôt.",
    ),
    angry=(
        "Une heure dix entre l’entrée et le plat, sans un mot.",
        "Le « fait maison » sortait d’un sachet : on a vu le carton.",
        "Addition majorée d’un couvert que personne n’avait annoncé.",
        "Poisson du jour congelé, servi encore froid au milieu.",
        "On nous a demandé de libérer la table avant le café.",
        "Deux plats renvoyés, aucun geste, à peine une excuse.",
        "Toilettes hors d’usage, et la salle était pleine.",
        "Mon allergie a été notée, puis oubliée.",
        "Bouteille ouverte hors de notre vue, et ce n’était pas la bonne.",
    ),
    titles_pleased=(
        "Le midi, une évidence", "Cuisine de marché", "On s’y sent bien", "Tarte au citron parfaite",
        "Une table sincère", "Allergies respectées", "Rien à redire",
    ),
    titles_mixed=("Bon mais bruyant", "Inégal", "À réserver tôt", "Le midi oui, le soir non"),
    titles_angry=("Une heure dix d’attente", "Fait maison, vraiment ?", "Couvert facturé", "Allergie oubliée", "Déçus"),
)  # fmt: skip

TRAVEL = Bank(
    language="en",
    pleased=(
        "The night porter found us a taxi at four in the morning and waited with us.",
        "Quiet room over the courtyard, exactly as promised.",
        "Breakfast starts at six, which saved our train connection.",
        "They held our bags all day without asking for anything.",
        "The bed was better than the one at home.",
        "Clear directions by message the day before, with a photo of the door.",
        "A kettle, a real desk and light to read by.",
        "The owner drew us a map of places where she eats herself.",
        "Clean, small, honest: what the page says is what you get.",
        "Refunded the second night within an hour when our ferry was cancelled.",
        "Fifteen minutes on foot from the station, all of it flat.",
        "The window opens, the heating works and nobody sings below.",
        "Staff switched to slow English for my father without being asked.",
        "Ticket changed at the counter for free when the line was closed.",
    ),
    mixed=(
        "Lovely people, tired carpets.",
        "Great location, if you sleep through tram bells.",
        "Good value midweek, twice the price on Friday.",
        "The room was fine; the photo was clearly of another one.",
        "Shower pressure depends on who else is awake.",
        "Friendly desk, though check-in took forty minutes.",
        "Train on time, seat reservation ignored by half the coach.",
    ),
    angry=(
        "They charged the card twice and told us to ask the bank.",
        "The “sea view” is a view of a wall with a painting of the sea.",
        "No heating on the first of November, and a blanket at five euros.",
        "Our booking had been given to somebody else at noon.",
        "The deposit took seven weeks and nine messages to come back.",
        "Construction from seven, not a word about it when we booked.",
        "The free cancellation ended the minute we needed it.",
        "Bedbugs. We have the photographs and the pharmacy receipt.",
        "We were left on the platform with a ticket for a train that no longer runs.",
    ),
    titles_pleased=(
        "Quiet, and as described", "They waited with us at four", "Honest little place", "Saved our connection",
        "Slept like stones", "We would go back", "Changed at the counter, free",
    ),
    titles_mixed=("Lovely people, tired carpets", "Fine midweek", "Good place, thin walls", "Not the room in the photo"),
    titles_angry=("Charged twice", "Deposit after seven weeks", "Not a sea view", "No room at noon", "Seven a.m. drilling"),
)  # fmt: skip

REPAIRS = Bank(
    language="en",
    pleased=(
        "Came on the day agreed, left the hall cleaner than before.",
        "Explained why the cheaper valve would do, and it has.",
        "Quote in writing, invoice to the penny.",
        "Found the leak with a camera instead of opening the wall.",
        "Turned up on a Sunday and did not charge for it.",
        "Took the old boiler away and showed me the certificate.",
        "Two other firms wanted to replace the roof; these fixed eleven tiles.",
        "Answers the phone, which I had stopped expecting.",
        "Fitted the kitchen in four days and came back for the one door that stuck.",
        "Gave me the number of the part so that I could compare prices.",
        "Left the fuse board labelled, in capital letters, for the first time in forty years.",
    ),
    mixed=(
        "Good plasterer, poor timekeeper.",
        "The tiling is lovely; the dust is still turning up.",
        "Fair price in the end, after I asked for the hours.",
        "Job done well, two visits later than promised.",
        "Polite team, vague quote.",
        "The paint is even, the colour was not the one agreed, they repainted.",
    ),
    angry=(
        "Deposit paid in June, first day of work in September.",
        "The gutter fell down in the first wind.",
        "Quoted four hundred, charged seven hundred and twenty.",
        "Left the water off over a weekend and the phone off too.",
        "No certificate for the gas work, whatever I ask.",
        "The window is three centimetres too small and somehow that is my fault.",
        "They sent somebody who had never seen this model before.",
        "Damp is back behind the new wall after eight weeks.",
    ),
    titles_pleased=(
        "Eleven tiles, not a new roof", "To the penny", "Found it with a camera", "Answers the phone",
        "Came back for one door", "Tidy work",
    ),
    titles_mixed=("Good hands, late hours", "Dust included", "Right in the end", "Vague quote, good job"),
    titles_angry=("Three months for day one", "Gutter down in a week", "Quote nearly doubled", "No gas certificate"),
)  # fmt: skip

DATING = Bank(
    language="en",
    pleased=(
        "Cancelled in two clicks and got the confirmation at once.",
        "Reported a fake profile on Monday, gone with a reason by Tuesday.",
        "No trick with the free trial: it simply ended.",
        "They tell you who can see your photos, and it is true.",
        "Support answered as a person, with a name.",
        "Fewer profiles than elsewhere, but they write back.",
        "The block really blocks: I checked with a friend.",
    ),
    mixed=(
        "Good filters, tiring notifications.",
        "Real people, mostly two hundred kilometres away.",
        "The free part is usable, the paid part is not worth it.",
        "Support is kind and slow.",
        "Verification works for photos and for little else.",
    ),
    angry=(
        "Renewed for six months the day after I cancelled.",
        "Eight likes in an hour from accounts opened that morning.",
        "My profile stayed visible for weeks after I deleted it.",
        "They asked for a copy of my passport to give me my money back.",
        "Messages I never wrote were sent from my account.",
        "I reported the same man three times and he is still there.",
        "The price on the button was not the price on the card.",
    ),
    titles_pleased=("Two clicks to leave", "A person answered", "Trial simply ended", "Block means block"),
    titles_mixed=("Real, and far away", "Kind and slow support", "Usable for free"),
    titles_angry=("Renewed after I left", "Deleted, still visible", "Passport for a refund", "Eight likes, eight fakes"),
)  # fmt: skip
