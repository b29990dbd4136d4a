# SPDX-License-Identifier: MIT
"""Questions on safety, services, offers of work, income and food. Holds no answers."""

from __future__ import annotations

from tests.sample_study.form_question import ALONE_TEXT, CONSENTED, OFFERED, SCORE, Question, alone, end_of


def safety() -> list[Question]:
    """Concerns, light, services, complaints."""
    return [
        Question("begin_group", "safety", "Safety and services", "Sécurité et services", relevant=CONSENTED),
        Question(
            "select_one yes_no_dkr",
            "child_out_of_school",
            "Is a child of school age out of school?",
            "Un enfant d'âge scolaire est-il hors de l'école ?",
            relevant="${school_age_children} > 0",
        ),
        Question(
            "select_multiple concern",
            "protection_concerns",
            "What protection concerns do people like you have here?",
            "Quels problèmes de protection les personnes comme vous rencontrent-elles ici ?",
            "Do not read the list. Select all that are mentioned.",
            "Ne pas lire la liste. Cocher tout ce qui est mentionné.",
            constraint=alone("none", "dont_know", "refused"),
            required="yes",
            **ALONE_TEXT,
        ),
        Question(
            "select_one safety",
            "safe_at_night",
            "How safe do you feel walking in the site at night?",
            "Vous sentez-vous en sécurité quand vous marchez sur le site la nuit ?",
        ),
        Question(
            "select_one lighting",
            "lighting",
            "Is there lighting on the way to the latrines?",
            "Y a-t-il un éclairage sur le chemin des latrines ?",
        ),
        Question(
            "select_multiple service",
            "services_received",
            "Which services did the household receive in the last three months?",
            "Quels services le ménage a-t-il reçus ces trois derniers mois ?",
            constraint=alone("none"),
            **ALONE_TEXT,
        ),
        Question(
            "select_one yes_no_dkr",
            "complaint_known",
            "Do you know how to make a complaint about a service?",
            "Savez-vous comment déposer une plainte au sujet d'un service ?",
        ),
        Question(
            "select_one yes_no_dkr",
            "complaint_used",
            "Have you ever made a complaint here?",
            "Avez-vous déjà déposé une plainte ici ?",
            relevant="${complaint_known} = 'yes'",
        ),
        end_of(),
    ]


def offers() -> list[Question]:
    """Offers of work elsewhere, what was promised, debt, papers."""
    return [
        Question("begin_group", "offers", "Offers of work elsewhere", "Offres de travail ailleurs", relevant=CONSENTED),
        Question(
            "select_one yes_no_dkr",
            "offer_received",
            "In the last twelve months, was anyone in the household offered work elsewhere?",
            "Ces douze derniers mois, a-t-on proposé du travail ailleurs à un membre du ménage ?",
        ),
        Question(
            "select_one offer_source", "offer_source", "Who made the offer?", "Qui a fait l'offre ?", relevant=OFFERED
        ),
        Question(
            "text", "offer_source_other", "Please specify", "Veuillez préciser", relevant="${offer_source} = 'other'"
        ),
        Question(
            "select_multiple promise",
            "offer_promises",
            "What was promised?",
            "Qu'est-ce qui a été promis ?",
            relevant=OFFERED,
            constraint=alone("none", "dont_know"),
            **ALONE_TEXT,
        ),
        Question(
            "integer",
            "recruiter_debt",
            "Debt to the recruiter (local currency, 0 if none)",
            "Dette envers le recruteur (monnaie locale, 0 si aucune)",
            relevant=OFFERED,
            constraint=". >= 0",
        ),
        Question(
            "select_one yes_no_dkr",
            "documents_taken",
            "Did the recruiter or employer keep identity documents?",
            "Le recruteur ou l'employeur a-t-il gardé des papiers d'identité ?",
            relevant=OFFERED,
        ),
        end_of(),
    ]


def economy() -> list[Question]:
    """Income, debts, food coping, remarks."""
    score = "${rcsi_cheaper} + 2 * ${rcsi_borrow} + ${rcsi_portions} + 3 * ${rcsi_adults} + ${rcsi_meals}"
    days = "In the last seven days, on how many days did the household"
    jours = "Ces sept derniers jours, pendant combien de jours le ménage a-t-il"
    return [
        Question("begin_group", "economy", "Income and food", "Revenus et alimentation", relevant=CONSENTED),
        Question(
            "decimal",
            "income",
            "Income of the household last month (local currency)",
            "Revenu du ménage le mois dernier (monnaie locale)",
            constraint=". >= 0",
        ),
        Question(
            "integer",
            "debts",
            "Debts of the household (local currency)",
            "Dettes du ménage (monnaie locale)",
            constraint=". >= 0",
        ),
        Question(
            "integer",
            "rcsi_cheaper",
            f"{days} eat cheaper or less preferred food?",
            f"{jours} mangé des aliments moins chers ou moins appréciés ?",
            **SCORE,
        ),
        Question(
            "integer",
            "rcsi_borrow",
            f"{days} borrow food or rely on help?",
            f"{jours} emprunté de la nourriture ou compté sur une aide ?",
            **SCORE,
        ),
        Question(
            "integer",
            "rcsi_portions",
            f"{days} reduce the size of meals?",
            f"{jours} réduit la quantité des repas ?",
            **SCORE,
        ),
        Question(
            "integer",
            "rcsi_adults",
            f"{days} restrict what adults eat so that children can eat?",
            f"{jours} réduit la part des adultes pour que les enfants mangent ?",
            **SCORE,
        ),
        Question(
            "integer",
            "rcsi_meals",
            f"{days} reduce the number of meals?",
            f"{jours} réduit le nombre de repas ?",
            **SCORE,
        ),
        Question(
            "calculate",
            "rcsi_score",
            "Reduced coping strategies index (0 to 56)",
            "Indice réduit des stratégies de survie (0 à 56)",
            calculation=score,
        ),
        Question(
            "text", "remarks", "Anything to add? (no names, no places)", "Quelque chose à ajouter ? (ni noms, ni lieux)"
        ),
        end_of(),
    ]
