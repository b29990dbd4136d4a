# SPDX-License-Identifier: MIT
"""Questions on the interview, the household and its members. Holds no answers."""

from __future__ import annotations

from tests.sample_study.form_question import CONSENTED, Question, end_of


def meta() -> list[Question]:
    """Rows the device fills in, and the notice that all of it is invented."""
    return [
        Question("start", "start"),
        Question("end", "end"),
        Question(
            "calculate", "study", "Notice", "Avertissement", calculation="'Fictitious sample study / Étude fictive'"
        ),
    ]


def interview() -> list[Question]:
    """Where, when and by whom; consent; the weight."""
    return [
        Question("begin_group", "interview", "Interview", "Entretien"),
        Question("select_one enumerator", "enumerator", "Enumerator", "Personne enquêtrice", required="yes"),
        Question(
            "date",
            "interview_date",
            "Date of interview",
            "Date de l'entretien",
            constraint=". <= today()",
            constraint_english="The date cannot lie in the future",
            constraint_french="La date ne peut pas être dans le futur",
            required="yes",
            default="today()",
        ),
        Question("select_one site", "site", "Site", "Site", required="yes"),
        Question("select_one block", "block", "Block", "Bloc", choice_filter="site = ${site}", required="yes"),
        Question(
            "text",
            "respondent_code",
            "Respondent code",
            "Code de la personne enquêtée",
            "Block and number on the list, for example A01-007. Never a name.",
            "Bloc et numéro sur la liste, par exemple A01-007. Jamais un nom.",
            constraint="regex(., '^[ABC][0-9]{2}-[0-9]{3}$')",
            constraint_english="Block, hyphen, three digits",
            constraint_french="Bloc, tiret, trois chiffres",
            required="yes",
        ),
        Question(
            "select_one yes_no",
            "consent",
            "Do you agree to take part in this interview?",
            "Acceptez-vous de participer à cet entretien ?",
            "Read the information sheet of the fictitious study first. If no, thank the person and stop.",
            "Lire d'abord la fiche d'information de l'étude fictive. Si non, remercier la personne et arrêter.",
            required="yes",
        ),
        end_of(),
        Question("calculate", "stratum", "Stratum (site)", "Strate (site)", calculation="${site}"),
        Question("calculate", "cluster", "Cluster (block)", "Grappe (bloc)", calculation="${block}"),
        Question(
            "calculate",
            "weight",
            "Design weight",
            "Poids de sondage",
            relevant=CONSENTED,
            calculation="pulldata('design_weights', 'weight', 'block_key', ${block})",
        ),
    ]


def household() -> list[Question]:
    """Contact, head and size of the household."""
    return [
        Question("begin_group", "household", "Household", "Ménage", relevant=CONSENTED),
        Question(
            "text",
            "phone",
            "Telephone for a second visit",
            "Téléphone pour une deuxième visite",
            "Only if the person agrees to be contacted again.",
            "Seulement si la personne accepte d'être recontactée.",
            constraint="regex(., '^000-[0-9]{3}-[0-9]{4}$')",
            constraint_english="In the form 000-123-4567",
            constraint_french="Sous la forme 000-123-4567",
        ),
        Question(
            "select_one sex",
            "head_sex",
            "Sex of the head of household",
            "Sexe du chef ou de la cheffe de ménage",
            required="yes",
        ),
        Question(
            "integer",
            "head_age",
            "Age of the head of household (years)",
            "Âge du chef ou de la cheffe de ménage (années)",
            constraint=". >= 12 and . <= 110",
            constraint_english="Between 12 and 110",
            constraint_french="Entre 12 et 110",
            required="yes",
        ),
        Question(
            "integer",
            "household_size",
            "Number of people in the household",
            "Nombre de personnes dans le ménage",
            "People who eat from the same pot.",
            "Les personnes qui mangent à la même marmite.",
            constraint=". >= 1 and . <= 20",
            constraint_english="Between 1 and 20",
            constraint_french="Entre 1 et 20",
            required="yes",
        ),
        Question(
            "integer",
            "months_in_site",
            "Months since arrival in the site",
            "Nombre de mois depuis l'arrivée sur le site",
            constraint=". >= 0 and . <= 240",
        ),
        end_of(),
    ]


def displacement() -> list[Question]:
    """Reason for leaving, papers, return."""
    return [
        Question("begin_group", "displacement", "Displacement", "Déplacement", relevant=CONSENTED),
        Question(
            "select_one reason",
            "reason_leaving",
            "What was the main reason for leaving home?",
            "Quelle était la raison principale du départ ?",
            required="yes",
        ),
        Question(
            "text",
            "reason_leaving_other",
            "Please specify",
            "Veuillez préciser",
            relevant="${reason_leaving} = 'other'",
        ),
        Question(
            "select_one yes_no_dkr",
            "documents_lost",
            "Has a member of the household lost identity documents?",
            "Un membre du ménage a-t-il perdu ses papiers d'identité ?",
        ),
        Question(
            "select_one intention",
            "return_intention",
            "Do you intend to return home in the next twelve months?",
            "Avez-vous l'intention de retourner chez vous dans les douze prochains mois ?",
        ),
        end_of(),
    ]


def members() -> list[Question]:
    """The repeat of household members; names are not asked."""
    return [
        Question(
            "begin_repeat",
            "members",
            "Household members",
            "Membres du ménage",
            relevant=CONSENTED,
            repeat_count="${household_size}",
        ),
        Question("calculate", "member_position", "Position", "Rang", calculation="position(..)"),
        Question(
            "select_one relation",
            "relation",
            "Relation to the head of household",
            "Lien avec le chef ou la cheffe de ménage",
            "Names are not asked.",
            "Les noms ne sont pas demandés.",
            required="yes",
        ),
        Question("select_one sex", "member_sex", "Sex", "Sexe", required="yes"),
        Question(
            "integer",
            "member_age",
            "Age (completed years)",
            "Âge (années révolues)",
            constraint=". >= 0 and . <= 110",
            constraint_english="Between 0 and 110",
            constraint_french="Entre 0 et 110",
            required="yes",
        ),
        Question(
            "calculate",
            "school_age",
            "Of school age (6 to 17)",
            "D'âge scolaire (6 à 17 ans)",
            calculation="if(${member_age} >= 6 and ${member_age} <= 17, 1, 0)",
        ),
        Question(
            "select_one yes_no_dkr",
            "attends_school",
            "Attends school",
            "Va à l'école",
            relevant="${member_age} >= 6 and ${member_age} <= 17",
        ),
        Question(
            "select_one difficulty",
            "difficulty",
            "Greatest difficulty with seeing, hearing, walking, remembering, self-care or communicating",
            "Plus grande difficulté à voir, entendre, marcher, se souvenir, prendre soin de soi ou communiquer",
            relevant="${member_age} >= 5",
        ),
        Question(
            "select_one yes_no_dkr",
            "works",
            "Worked for pay or in kind in the last seven days",
            "A travaillé contre paiement, en argent ou en nature, ces sept derniers jours",
            relevant="${member_age} >= 6",
        ),
        Question(
            "select_one marital",
            "marital_status",
            "Marital status",
            "Situation matrimoniale",
            relevant="${member_age} >= 15",
        ),
        end_of("repeat"),
        Question(
            "calculate",
            "school_age_children",
            "Number of children of school age",
            "Nombre d'enfants d'âge scolaire",
            relevant=CONSENTED,
            calculation="sum(${school_age})",
        ),
    ]
