"""What the demo's operators publish: moderation charters, promises, what one lives on; short, in both languages."""

_COMMON_FR = """# Charte de {name}

## 1. Publié d’abord
Tout avis et tout message sont publiés aussitôt, louange ou blâme.

## 2. Une personne décide
Un signalement, un score ou une foule ne masquent rien. Une personne lit, décide et écrit ses motifs.
Vous pouvez faire appel pendant six mois. Quelqu’un d’autre juge l’appel.

## 3. Ce que nous demandons
Racontez ce que vous avez vécu, à la date où vous l’avez vécu. Dites votre lien avec le professionnel.
Ne nommez aucune personne privée. N’insultez personne.

## 4. {title}
{own}
"""
_COMMON_EN = """# Charter of {name}

## 1. Published first
Every review and every message is published at once, praise or blame.

## 2. A person decides
A report, a score or a crowd hides nothing. A person reads, decides and writes down the reasons.
You can appeal for six months. Somebody else judges the appeal.

## 3. What we ask
Tell what you lived, with the date on which you lived it. Say your link with the professional.
Name no private person. Insult nobody.

## 4. {title}
{own}
"""
_OWN = {
    "mutuelle-des-routes": (
        "Mutuelle des Routes", "Les garages",
        "Un garage répond à visage découvert, au même rang que l’avis. Il ne peut pas payer pour être mieux placé.",
        "Garages", "A garage answers with face uncovered, at the same rank as the review. It cannot pay to be placed higher.",
    ),
    "voix-de-table": (
        "Voix de Table", "Les restaurants",
        "Un restaurant abonné est traité comme un autre. Ses factures sont publiées chaque année, par tranche.",
        "Restaurants", "A restaurant that subscribes is treated like any other. What they pay us is published each year, by bracket.",
    ),
    "slow-roads": (
        "Slow Roads", "Les liens",
        "Un lien d’affiliation n’a pas sa place ici. Qui vend un billet le dit.",
        "Links", "There is no room here for affiliate links. Whoever sells a ticket says so.",
    ),
    "patients-du-lac": (
        "Patients du Lac", "La santé",
        "Aucun message ne remplace un avis médical. Ce qui est dit ici reste entre membres, et n’est indexé nulle part.",
        "Health", "No message replaces medical advice. What is said here stays among members and is indexed nowhere.",
    ),
    "hearthside": (
        "Hearthside", "Les professionnels",
        "Dans « Réparer chez soi », les professionnels répondent à visage découvert. Dans « Vigie des rencontres », ils ne prennent pas part.",
        "Professionals", "In “Home Repairs”, professionals answer with face uncovered. In “Dating Watch”, they do not take part.",
    ),
}  # fmt: skip
CHARTERS: dict[str, dict[str, str]] = {
    slug: {
        "fr": _COMMON_FR.format(name=name, title=title_fr, own=own_fr),
        "en": _COMMON_EN.format(name=name, title=title_en, own=own_en),
    }
    for slug, (name, title_fr, own_fr, title_en, own_en) in _OWN.items()
}

_PROMISED = {
    "voix-de-table": (
        ("Un avis est publié en moins d’une heure.", "A review is published within an hour."),
        ("Aucun restaurant ne peut payer pour retirer un avis.", "No restaurant can pay to have a review removed."),
        ("Tout retrait est motivé, et peut être contesté.", "Each removal has its reason, and can be contested."),
        ("Vos données partent avec vous, en un fichier.", "Your data leave with you, in one file."),
    ),
    "hearthside": (
        ("Aucun artisan ne paie pour sa place dans une liste.", "No tradesperson pays for a place in a list."),
        ("Une demande d’effacement est honorée en trente jours.", "An erasure request is met within thirty days."),
        ("Les comptes de la coopérative sont publiés chaque printemps.", "Our accounts are published every spring."),
    ),
    "mutuelle-des-routes": (
        ("Un garage répond au même rang que l’avis.", "A garage answers at the same rank as the review."),
        ("Aucune publicité de garage, nulle part.", "No advertising of garages, anywhere."),
    ),
}
PROMISED: dict[str, dict[str, str]] = {
    slug: {
        "fr": "# Ce que nous promettons\n\n" + "".join(f"- {fr}\n" for fr, _en in lines),
        "en": "# What we promise\n\n" + "".join(f"- {en}\n" for _fr, en in lines),
    }
    for slug, lines in _PROMISED.items()
}

# What some of them live on, the platform too: names in French and English, and the share; then who pays, agreements, the label.
Source = tuple[str, str, str]
Said = tuple[str, str, bool]
LIVES_ON: dict[str, tuple[tuple[Source, ...], tuple[Said, Said, Said]]] = {
    "voix-de-table": (
        (
            ("Abonnements de restaurants", "Subscriptions of restaurants", "71.5"),
            ("Publicité", "Advertising", "22"),
            ("Dons de lecteurs", "Gifts of readers", "6.5"),
        ),
        (
            (
                "Aucun restaurant ne paie plus d’un centième des recettes.",
                "No restaurant pays more than a hundredth of the revenue.",
                False,
            ),
            (
                "Le contrat avec la centrale de réservation interdit d’en dire le montant jusqu’en 2027.",
                "The contract with the booking office forbids to say its amount until 2027.",
                True,
            ),
            ("Pas de label.", "No label.", False),
        ),
    ),
    "hearthside": (
        (
            ("Parts et cotisations des membres", "Members’ shares and fees", "64"),
            ("Vente d’un guide imprimé", "Sale of a printed guide", "21"),
            ("Subvention de la ville de Leeds", "Grant of the city of Leeds", "15"),
        ),
        (
            ("La ville de Leeds, par sa subvention.", "The city of Leeds, by its grant.", False),
            ("Aucun.", "None.", False),
            ("Nous payons le label nous-mêmes.", "We pay for the label ourselves.", False),
        ),
    ),
    "trustmgmt": (
        (),
        (
            (
                "Personne : ce site de démonstration n’a aucune recette.",
                "Nobody: this demonstration has no revenue.",
                False,
            ),
            ("Aucun.", "None.", False),
            ("Nous ne pouvons pas nous donner notre label.", "We cannot give ourselves our label.", False),
        ),
    ),
}
