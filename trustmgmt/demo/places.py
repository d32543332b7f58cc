"""The demo's operators, spaces and subjects."""

from dataclasses import dataclass

from trustmgmt.demo.sentences import DATING, GARAGES, REPAIRS, TABLES, TRAVEL, Bank


@dataclass(frozen=True, slots=True)
class OperatorPlan:
    """Who runs spaces, and who answers."""

    slug: str
    name: str
    legal_name: str
    city: str
    fr: str
    en: str
    faces: tuple[tuple[str, str, str], ...] = ()  # real name, role in French, role in English


@dataclass(frozen=True, slots=True)
class SubjectPlan:
    """What is reviewed; `mood` is the share of pleased authors."""

    name: str
    kind: str
    place: str = ""
    mood: float = 0.65
    reviews: int = 12


@dataclass(frozen=True, slots=True)
class SpacePlan:
    """A space of the demo."""

    slug: str
    operator: str
    fr: str
    en: str
    summary_fr: str
    summary_en: str
    topics: tuple[tuple[str, str, str], ...]
    language: str
    bank: Bank | None = None
    subjects: tuple[SubjectPlan, ...] = ()
    members_only: bool = False
    health: bool = False
    professionals_barred: bool = False


OPERATORS = (
    OperatorPlan(
        "mutuelle-des-routes", "Mutuelle des Routes", "Mutuelle des Routes, société coopérative", "Villeneuve",
        "Une coopérative de 4 200 conducteurs, qui tient un forum sur les garages depuis 2014. Elle vit des cotisations de ses membres.",
        "A cooperative of 4,200 drivers that has run a forum about garages since 2014. It lives on its members’ fees.",
        (("Paul Lecerf", "Animation et recours", "Community and appeals"),),
    ),
    OperatorPlan(
        "voix-de-table", "Voix de Table", "Voix de Table SAS", "Nantes",
        "Un site d’avis sur les restaurants, tenu par une société de 14 personnes. Ouvert depuis 2017.",
        "A site of restaurant reviews, run by a firm of 14 people. Open since 2017.",
        (
            ("Rémi Castagné", "Président", "President"),
            ("Awa Ndour", "Modération et recours", "Moderation and appeals"),
        ),
    ),
    OperatorPlan(
        "slow-roads", "Slow Roads", "Slow Roads Community Interest Company", "Bristol",
        "Un forum de voyageurs qui prennent le train et leur temps. Financé par les dons et un guide imprimé.",
        "A forum of travellers who take the train and their time. Funded by donations and a printed guide.",
        (("Imogen Farrow", "Secrétaire", "Secretary"),),
    ),
    OperatorPlan(
        "patients-du-lac", "Patients du Lac", "Association Patients du Lac", "Annecy",
        "Une association de personnes malades et de proches. Ni publicité, ni laboratoire parmi les financeurs.",
        "An association of patients and those close to them. No advertising, and no laboratory among its funders.",
        (("Claire Vasseur", "Présidente", "Chair"),),
    ),
    OperatorPlan(
        "hearthside", "Hearthside", "Hearthside Cooperative Ltd", "Leeds",
        "Une coopérative de consommateurs : réparations à domicile et sites de rencontre, sous deux espaces.",
        "A consumer cooperative: home repairs and dating sites, in two spaces.",
        (("Daniel Okafor", "Responsable des règles", "Head of rules"),),
    ),
)  # fmt: skip

SPACES = (
    SpacePlan(
        "route-garages", "mutuelle-des-routes", "Route & garages", "Road & garages",
        "Ce que vous avez vécu chez le garagiste : devis, délais, factures. Et de l’aide quand un voyant s’allume.",
        "What you lived at the garage: quotes, delays, bills. And help when a warning light comes on. In French.",
        (("freins", "Freins", "Brakes"), ("devis", "Devis et factures", "Quotes and bills"),
         ("pneus", "Pneus", "Tyres"), ("moteur", "Moteur", "Engine")),
        "fr", GARAGES,
        (
            SubjectPlan("Garage des Trois Ponts", "professional", "Villeneuve", 0.6, 20),
            SubjectPlan("Atelier Marceau", "professional", "Lyon", 0.75, 9),
            SubjectPlan("Pneus du Vieux Port", "professional", "Marseille", 0.55, 8),
            SubjectPlan("Garage solidaire de la Loire", "professional", "Nantes", 0.85, 7),
            SubjectPlan("Carrosserie Belin", "professional", "Dijon", 0.45, 6),
        ),
    ),
    SpacePlan(
        "tables", "voix-de-table", "Tables et comptoirs", "Tables and counters",
        "Où manger, et ce qu’on vous a vraiment servi. Midi, soir, avec ou sans enfants.",
        "Where to eat, and what you were really served. Lunch, dinner, with or without children. In French.",
        (("midi", "Le midi", "Lunch"), ("allergies", "Allergies", "Allergies"), ("enfants", "Avec des enfants", "With children")),
        "fr", TABLES,
        (
            SubjectPlan("Le Comptoir de l’Écluse", "place", "Nantes", 0.75, 12),
            SubjectPlan("Chez Odette", "place", "Lille", 0.7, 10),
            SubjectPlan("La Table basse", "place", "Tours", 0.4, 9),
            SubjectPlan("Midi moins le quart", "place", "Rennes", 0.8, 7),
            SubjectPlan("Bistrot du Fleuve", "place", "Tours", 0.5, 8),
            SubjectPlan("Voix de Table, le site", "site", "", 0.3, 5),
        ),
    ),
    SpacePlan(
        "slow-roads", "slow-roads", "Voyager lentement", "Slow Roads",
        "Hôtels, gares, ferries, visas : récits et questions de ceux qui voyagent sans avion. En anglais.",
        "Hotels, stations, ferries, visas: stories and questions of people who travel without flying.",
        (("trains", "Trains", "Trains"), ("rooms", "Chambres", "Rooms"), ("visas", "Visas", "Visas"), ("ferries", "Ferries", "Ferries")),
        "en", TRAVEL,
        (
            SubjectPlan("Harbour Light Guesthouse", "place", "Roscoff", 0.8, 10),
            SubjectPlan("Hotel Meridian Gate", "place", "Trieste", 0.5, 10),
            SubjectPlan("The Signal Box Rooms", "place", "Settle", 0.85, 7),
            SubjectPlan("Adria Night Ferry", "service", "Ancona", 0.45, 8),
            SubjectPlan("Pension Alte Mühle", "place", "Passau", 0.7, 7),
        ),
    ),
    SpacePlan(
        "home-repairs", "hearthside", "Réparer chez soi", "Home Repairs",
        "Plombiers, couvreurs, cuisinistes : qui est venu, qui a tenu son prix. En anglais.",
        "Plumbers, roofers, kitchen fitters: who came, and who kept to the price.",
        (("plumbing", "Plomberie", "Plumbing"), ("roofs", "Toits", "Roofs"), ("kitchens", "Cuisines", "Kitchens")),
        "en", REPAIRS,
        (
            SubjectPlan("Brightwell Boilers", "professional", "Leeds", 0.6, 12),
            SubjectPlan("Oakline Kitchens", "professional", "York", 0.55, 9),
            SubjectPlan("Dell & Sons Roofing", "professional", "Hull", 0.7, 7),
            SubjectPlan("Marlow Tiling", "professional", "Sheffield", 0.6, 6),
        ),
    ),
    SpacePlan(
        "dating-watch", "hearthside", "Vigie des rencontres", "Dating Watch",
        "Ce que font vraiment les sites de rencontre : abonnements, faux profils, données. En anglais.",
        "What dating sites really do: subscriptions, fake profiles, data. Firms do not take part here.",
        (("billing", "Abonnements", "Billing"), ("profiles", "Profils", "Profiles"), ("data", "Données", "Data")),
        "en", DATING,
        (
            SubjectPlan("Harbour Hearts", "site", "", 0.35, 10),
            SubjectPlan("Second Spring", "site", "", 0.65, 7),
            SubjectPlan("Duo Parfait", "site", "", 0.5, 6),
        ),
        professionals_barred=True,
    ),
    SpacePlan(
        "dating-warnings", "hearthside", "Vigie des rencontres, entre membres", "Dating Watch, among members",
        "Ce que des pseudonymes ont fait sur des sites de rencontre, fait par fait. Réservé aux membres, en anglais.",
        "What pseudonyms did on dating sites, fact by fact. For members only; gone after twelve months.",
        (("transfers", "Virements", "Transfers"),),
        "en", None, (), members_only=True, professionals_barred=True,
    ),
    SpacePlan(
        "patients", "patients-du-lac", "Vivre avec", "Living with it",
        "Entre malades et proches : traitements, fatigue, démarches. Réservé aux membres.",
        "Among patients and those close to them: treatments, fatigue, paperwork. Members only, in French.",
        (("traitements", "Traitements", "Treatments"), ("fatigue", "Fatigue", "Fatigue"), ("demarches", "Démarches", "Paperwork")),
        "fr", None, (), members_only=True, health=True, professionals_barred=True,
    ),
    SpacePlan(
        "velo", "mutuelle-des-routes", "Vélo au quotidien", "Everyday cycling",
        "Un espace tout neuf : ateliers, itinéraires, antivols. Personne n’y a encore écrit.",
        "A brand-new space: workshops, routes, locks. Nobody has written here yet.",
        (("ateliers", "Ateliers", "Workshops"), ("itineraires", "Itinéraires", "Routes")),
        "fr", None, (SubjectPlan("L’Atelier du pignon", "professional", "Villeneuve", 0.7, 0),),
    ),
)  # fmt: skip
