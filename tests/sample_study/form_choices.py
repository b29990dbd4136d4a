# SPDX-License-Identifier: MIT
"""The answer lists of the fictitious form, in English and French. Holds no questions and no answers given."""

from __future__ import annotations

from dataclasses import dataclass

BLOCKS_PER_SITE = {"site_a": 14, "site_b": 14, "site_c": 12}


@dataclass(frozen=True)
class Answer:
    """One row of the choices sheet; `site` is filled only for blocks, where the choice filter reads it."""

    code: str
    english: str
    french: str
    site: str = ""


DONT_KNOW = Answer("dont_know", "Don't know", "Ne sait pas")
REFUSED = Answer("refused", "Prefers not to answer", "Préfère ne pas répondre")


def block_codes(site: str) -> tuple[str, ...]:
    """Codes of the blocks of a site in order: `A01`, `A02` …"""
    letter = site[-1].upper()
    return tuple(f"{letter}{number:02d}" for number in range(1, BLOCKS_PER_SITE[site] + 1))


def _blocks() -> tuple[Answer, ...]:
    return tuple(
        Answer(code, f"Block {code}", f"Bloc {code}", site) for site in BLOCKS_PER_SITE for code in block_codes(site)
    )


CHOICES: dict[str, tuple[Answer, ...]] = {
    "yes_no": (Answer("yes", "Yes", "Oui"), Answer("no", "No", "Non")),
    "yes_no_dkr": (Answer("yes", "Yes", "Oui"), Answer("no", "No", "Non"), DONT_KNOW, REFUSED),
    "enumerator": tuple(Answer(f"e{n:02d}", f"Enumerator {n}", f"Enquêteur ou enquêtrice {n}") for n in range(1, 9)),
    "site": (
        Answer("site_a", "Site A (Lakeside)", "Site A (Bord du lac)"),
        Answer("site_b", "Site B (Hill)", "Site B (Colline)"),
        Answer("site_c", "Site C (Plain)", "Site C (Plaine)"),
    ),
    "block": _blocks(),
    "sex": (Answer("female", "Woman / girl", "Femme / fille"), Answer("male", "Man / boy", "Homme / garçon")),
    "reason": (
        Answer("flood", "Flood or landslide", "Inondation ou glissement de terrain"),
        Answer("violence", "Violence or threats", "Violence ou menaces"),
        Answer("eviction", "Eviction or land dispute", "Expulsion ou litige foncier"),
        Answer("livelihood", "No food or no work", "Manque de nourriture ou de travail"),
        Answer("family", "Joining family", "Rejoindre la famille"),
        Answer("other", "Other (specify)", "Autre (préciser)"),
        DONT_KNOW,
        REFUSED,
    ),
    "concern": (
        Answer("gbv", "Gender-based violence", "Violences basées sur le genre"),
        Answer("violence", "Other violence or threats", "Autres violences ou menaces"),
        Answer("theft", "Theft", "Vol"),
        Answer("exploitation", "Exploitation at work", "Exploitation au travail"),
        Answer("child_labour", "Child labour", "Travail des enfants"),
        Answer("separation", "Family separation", "Séparation des familles"),
        Answer("none", "None of these", "Aucun de ces problèmes"),
        DONT_KNOW,
        REFUSED,
    ),
    "safety": (
        Answer("very_unsafe", "Very unsafe", "Pas du tout en sécurité"),
        Answer("unsafe", "Rather unsafe", "Plutôt pas en sécurité"),
        Answer("neither", "Neither safe nor unsafe", "Ni l'un ni l'autre"),
        Answer("safe", "Rather safe", "Plutôt en sécurité"),
        Answer("very_safe", "Very safe", "Tout à fait en sécurité"),
        DONT_KNOW,
        REFUSED,
    ),
    "lighting": (
        Answer("working", "Yes, working", "Oui, il fonctionne"),
        Answer("partly", "Only partly or some nights", "En partie ou certaines nuits"),
        Answer("no_light", "No lighting", "Pas d'éclairage"),
        DONT_KNOW,
    ),
    "service": (
        Answer("food", "Food assistance", "Aide alimentaire"),
        Answer("cash", "Cash", "Argent"),
        Answer("health", "Health care", "Soins de santé"),
        Answer("water", "Water and sanitation", "Eau et assainissement"),
        Answer("education", "Education", "Éducation"),
        Answer("psychosocial", "Psychosocial support", "Soutien psychosocial"),
        Answer("none", "None", "Aucun"),
    ),
    "offer_source": (
        Answer("neighbour", "A neighbour or friend", "Une personne du voisinage ou amie"),
        Answer("relative", "A relative", "Une personne de la famille"),
        Answer("broker", "A broker or agency", "Un intermédiaire ou une agence"),
        Answer("employer", "The employer directly", "L'employeur directement"),
        Answer("online", "Somebody by phone or online", "Quelqu'un par téléphone ou en ligne"),
        Answer("other", "Other (specify)", "Autre (préciser)"),
        REFUSED,
    ),
    "promise": (
        Answer("wage", "A wage", "Un salaire"),
        Answer("housing", "Housing or food", "Logement ou nourriture"),
        Answer("studies", "School or training", "École ou formation"),
        Answer("papers", "Papers or a permit", "Des papiers ou un permis"),
        Answer("travel", "Travel paid", "Voyage payé"),
        Answer("none", "Nothing was promised", "Rien n'a été promis"),
        DONT_KNOW,
    ),
    "intention": (
        Answer("no_sure", "No, certainly not", "Non, certainement pas"),
        Answer("no_rather", "Rather not", "Plutôt non"),
        Answer("undecided", "Undecided", "Pas encore décidé"),
        Answer("yes_rather", "Rather yes", "Plutôt oui"),
        Answer("yes_sure", "Yes, certainly", "Oui, certainement"),
        DONT_KNOW,
        REFUSED,
    ),
    "relation": (
        Answer("head", "Head of household", "Chef ou cheffe de ménage"),
        Answer("spouse", "Spouse or partner", "Conjoint ou conjointe"),
        Answer("child", "Son or daughter", "Fils ou fille"),
        Answer("grandchild", "Grandchild", "Petit-enfant"),
        Answer("parent", "Parent", "Père ou mère"),
        Answer("other_relative", "Other relative", "Autre membre de la famille"),
        Answer("not_related", "Not related", "Sans lien de parenté"),
    ),
    "difficulty": (
        Answer("no_difficulty", "No difficulty", "Aucune difficulté"),
        Answer("some", "Some difficulty", "Quelques difficultés"),
        Answer("a_lot", "A lot of difficulty", "Beaucoup de difficultés"),
        Answer("cannot", "Cannot do it at all", "Ne peut pas du tout"),
        DONT_KNOW,
        REFUSED,
    ),
    "marital": (
        Answer("never_married", "Never married", "Jamais marié(e)"),
        Answer("married", "Married or in union", "Marié(e) ou en union"),
        Answer("widowed", "Widowed", "Veuf ou veuve"),
        Answer("separated", "Separated or divorced", "Séparé(e) ou divorcé(e)"),
        REFUSED,
    ),
}
