"""Moderation charters of the demo's operators: short, theirs, in both languages."""

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
