# SPDX-License-Identifier: MIT
"""French: the words and forms by which its texts are read, and the headings of its codebooks."""

from __future__ import annotations

from wording.word_lists import HYPHENED, YEAR, KeywordTrap, MovementWords, SaidNumbers, SaidTimes, WordLists, words

_UNITS = (
    "zéro|zero|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept"
    "|dix-huit|dix-neuf"
)
_TENS = "vingts?|trente|quarante|cinquante|soixante(?:-dix)?|septante|quatre-vingts?(?:-dix)?|nonante"
_SCALE = "cents?|mille|millions?|milliards?"
_SMALL = rf"(?:(?:{_TENS})(?:(?:-| )(?:et(?:-| ))?(?:{_UNITS}))?|{_UNITS})"
_LARGE = (
    rf"(?:(?:(?:{_SMALL}|\d+(?:[.,]\d+)?)[ -])?(?:cents?|mille|millions?|milliards?)"
    rf"(?:[ -](?:{_SMALL}|{_SCALE}))*)"
)
_MONTHS = (
    r"(?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre"
    r"|(?:janv|févr|juil|sept|oct|nov|déc)\.)"
)
_DAYS = (
    r"(?:premier|1er|vingt(?:[- ]et[- ]un|-deux|-trois|-quatre|-cinq|-six|-sept|-huit|-neuf)?|trente(?:[- ]et[- "
    r"]un)?|deux|trois|quatre|cinq|six|sept"
    r"|huit|neuf|dix(?:-sept|-huit|-neuf)?|onze|douze|treize|quatorze|quinze|seize|une?)"
)
_DAY = rf"(?:\d{{1,2}}(?:er|e)?|(?i:{_DAYS}))"
_WEEKDAY = r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?"
_LASTING = (
    r"(?<!depuis )(?<!pendant )(?<!dans )(?<!après )(?<!durant )(?<!il y a )(?<!y a )(?<!a )(?<!fait "
    r")(?<!en )(?<!tous les )(?<!avant )"
    r"(?<!encore )(?<!pour )(?<!d['’]ici )(?<!au bout de )(?<!de plus de )(?<!prison de )(?<!sur )"
)
_AGED = (
    r"(?:a|avait|ai|avais|as|aura|aurait|avoir|fêté|de|âgée?s? de|à|dit|comme|ses|environ|peut-être"
    r"|presque|mes|seulement|tout juste)"
)

_NUMBERS = SaidNumbers(
    small=_SMALL,
    large=_LARGE,
    spoken=rf"(?:(?:double|triple|{_SMALL}|cents?)(?:[ -](?:et[ -])?(?:{_SMALL}|cents?))*)",
    units=tuple(
        [
            "zero zéro",
            "un une premier première",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
            "treize",
            "quatorze",
            "quinze",
            "seize",
        ]
    ),
    tens=tuple(["vingt vingts", "trente", "quarante", "cinquante", "soixante", "septante", "", "nonante"]),
    hundreds=words("cent cents"),
    times={"double": 2, "triple": 3},
)
_TIMES = SaidTimes(
    months=_MONTHS,
    days=_DAYS,
    dates=(
        HYPHENED.replace("MONTH", rf"(?i:{_MONTHS})"),
        rf"(?<![\w/.,-])(?P<date>{_WEEKDAY}{_DAY}(?: ?(?:au|et|-|–|ou) {_DAY})? "
        rf"(?i:{_MONTHS}){YEAR}?)\b",
        rf"(?<!\w)(?P<date>(?i:{_MONTHS}){YEAR})\b",
    ),
    lead=r"(?:(?:en|le|du|depuis|vers|au|dès) )?",
    number=r"(?:\d+|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quelques|plusieurs)",
    unit=r"(?:minutes?|heures?|jours?|nuits?|semaines?|mois|ans?|années?|moments?)",
    age=(
        r"(?:\d{1,2}|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf"
        r"|vingt(?:[- ](?:et[- ]un|\w+))?|trente(?:[- ](?:et[- ]un|\w+))?)"
    ),
    season=(
        r"(?:pluies?|saison (?:des pluies|sèche)|récoltes?|guerre|élections?|inondations?|nouvel an|vacances"
        r"|mariage|enterrement|confinement|sécheresse|combats|attaque|nuit)"
    ),
    shapes=(
        r"(?:le|la|l'|cette|ce) ?même (?:jour|nuit|semaine|mois|année|soir|matin)",
        r"(?:le |la |l')(?:lendemain|jour suivant|nuit suivante|semaine suivante|mois suivant|année suivante"
        r"|année d'après|mois d'après|semaine d'après)",
        r"(?:l'|la |le )(?:année|semaine|mois|nuit|an) (?:dernière?|passée?|précédente?)",
        r"(?:ce|cette|un|une) (?:jour|nuit|soir|matin|soirée)(?:-là)?",
        r"(?:ce|cette) (?:semaine|mois|année)-là",
        r"{number} {unit} (?:plus tard|après|avant|auparavant)",
        r"il y a {number} {unit}",
        r"(?:après|au bout de|dans les) {number}(?: ou {number})? {unit}",
        r"quand (?:j'avais|j'ai eu|(?:il|elle|on) avait|nous avions|ils avaient) (?:seulement |à peine )?{age} ans",
        r"à (?:l'âge de )?{age} ans",
        r"(?:avant|après|pendant|depuis) (?:les?|la|l') ?{season}",
        r"(?:avant|après|pendant|à) (?:noël|pâques|le ramadan|l'indépendance|la tabaski)",
        r"à (?:l'aube|minuit|midi|la tombée de la nuit)",
        r"(?:en|depuis|jusqu'en|vers) (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre"
        r"|décembre)",
        r"ce (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)",
        r"(?:en|depuis|jusqu'en|vers) (?:19|20)\d\d",
        r"hier",
    ),
)
_AGES = (
    rf"(?i)\b(?:{_AGED}) (?P<age>NUMBER(?: (?:et|ou|à) NUMBER)? ans(?: et demi)?)\b(?! de "
    r"(?:prison|travail|mariage|service|guerre|mine|plus))",
    r"(?i)(?<=[,.(:;…] )(?P<age>NUMBER ans(?: et demi)?)(?= ?[,.)!?…;:]| et | à peine| seulement| quand)",
    rf"(?im){_LASTING}(?<!\w)(?P<age>NUMBER ans(?: et demi)?)(?= ?[,.)!?…;]|$)",
    r"(?i)\b(?:âgée?|filles?|garçons?|femmes?|hommes?|enfants?|bébé)(?: de|,) (?P<age>NUMBER(?: ans| mois))\b",
    r"(?i)(?:\bâge ?: ?|\()(?P<age>\d{1,2} ?ans)\b",
)
_MOVEMENTS = MovementWords(
    verbs=words(
        "aller partir arriver quitter traverser venir retourner rentrer revenir fuir enfuir voyager emmener amener"
        " envoyer conduire transporter déplacer transférer rejoindre atteindre sortir entrer ramener déporter"
    ),
    crossed=words("traverser rejoindre atteindre"),
    left=words("quitter fuir"),
    to=words("à au aux vers chez"),
    leave=words("de du d' depuis"),
    only={
        "pour": words("partir quitter"),
        "en": words("aller arriver partir venir retourner rentrer emmener amener envoyer conduire transporter"),
        "dans": words("aller arriver entrer rentrer emmener amener envoyer conduire"),
    },
    vehicles=words(
        "bus camion voiture taxi bateau pirogue avion pied moto vélo pick-up minibus train camionnette barque"
        " motocyclette véhicule"
    ),
    by=words("en à dans par sur"),
    company=words("avec"),
    no_places=words(
        "travail lit argent passeport papier carte téléphone temps jour fin aide dette dieu vie nuit cause"
        " costume tort retard"
    ),
    inside=words("à de d' du en"),
    sending=words("envoyer emmener amener conduire transporter transférer ramener"),
    persons=words(
        "fille garçon enfant femme homme soeur sœur frère fils épouse mari gens personne travailleur travailleuse"
        " ami amie mère père oncle tante cousin cousine voisin voisine bébé famille chauffeur agent recruteur autre"
        " groupe dame monsieur"
    ),
    often=words("chaque tous toutes toujours souvent"),
)
_TRAPS = {
    # Gold after an article or a preposition, else a conjunction.
    "or": KeywordTrap(
        meant=r"(?:\bl'\s?|\bd'\s?|\b(?:en|cet|son|leur|notre|mon|ton|votre|du|vendre|cherch\w*)\s+)(?P<hit>or)\b"
        r"|\b(?P<hit2>or)\s+(?:de\s+la\s+mine|brut|pur)\b"
    ),
    # A maid where it is a noun, else "good".
    "bonne": KeywordTrap(
        meant=r"\b(?:la|une|sa|leur|ma|notre|cette|comme|de|petite|jeune)\s+(?P<hit>bonne)"
        r"(?=\s*(?:$|[.,;:!?)»\"])|\s+(?:chez|dans|pour|qui|a\s+tout|et|la-bas|au|en)\b)"
        r"|\b(?P<hit2>bonne)\s+a\s+tout\s+faire\b"
    ),
    "bonnes": KeywordTrap(
        meant=r"\b(?:les|des|comme|de|leurs|ces|petites|jeunes)\s+(?P<hit>bonnes)(?=\s*(?:$|[.,;:!?)»\"])|\s+a\s+tout)"
    ),
    "viol*": KeywordTrap(other=r"violen\w*|violet\w*|violon\w*|violoncell\w*|violation\w*|violac\w*|violine?s?"),
    "sage*": KeywordTrap(other=r"sages?|sagement|sagesse"),
    "organ*": KeywordTrap(other=r"organi[sg]\w*|organique\w*|organdi\w*"),
    "car": KeywordTrap(meant=r"\b(?:un|le|en|du|au|ce|par|petit|grand)\s+(?P<hit>car)\b"),
    "vol": KeywordTrap(meant=r"(?P<hit>vol)\b(?!\s+d'oiseau|\s+direct|\s+retour|\s+aller|\s+international)"),
    "mend*": KeywordTrap(other=r"mendel\w*"),
}
_HEADINGS = {
    "code_id": ("id du code", "identifiant", "clé", "numéro", "code court", "n°"),
    "parent_id": ("code parent", "sous", "code supérieur"),
    "group": ("thème", "catégorie", "catégorie principale", "famille", "groupe"),
    "name": ("nom", "nom du code", "libellé", "intitulé", "sous-code", "sous-catégorie"),
    "definition": ("définition", "signification"),
    "inclusion": ("critères d'inclusion", "critère d'inclusion", "quand l'utiliser", "inclure", "inclut"),
    "exclusion": ("critères d'exclusion", "critère d'exclusion", "quand ne pas l'utiliser", "exclure", "exclut"),
    "anchors": (
        "exemple",
        "exemples",
        "exemple type",
        "exemples types",
        "exemple typique",
        "exemples typiques",
        "ancrage",
        "exemples d'ancrage",
        "citation",
        "citations",
        "verbatim",
        "verbatims",
    ),
    "keywords": ("mots-clés", "mots clés", "mots", "règles"),
    "colour": ("couleur",),
    "shortcut": ("raccourci", "touche"),
    "sensitivity": ("sensibilité", "sensible"),
    "source": ("origine",),
    "category": ("regroupe seulement",),
    "retired": ("retiré", "code retiré"),
    "memo": ("mémo", "commentaire", "commentaires", "remarque", "remarques"),
}

WORDS = WordLists(
    small=words(
        "le la les des de et à un une que qui en est il elle ils je nous vous dans pour pas ne on sur avec ce sont "
        "était du au mais plus par se ma mon mes leur où y c'est"
    ),
    empty=words(
        "au aux avec ce ces dans de des du elle en est et il ils je la le les leur lui ma mais me mes mon ne nous on "
        "ou par pas pour que qui sa se ses son sur ta te tu un une vos votre vous y"
    ),
    alternatives=("ou",),
    headings=_HEADINGS,
    numbers=_NUMBERS,
    times=_TIMES,
    ages=_AGES,
    movements=_MOVEMENTS,
    traps=_TRAPS,
    elided=("c", "d", "j", "l", "m", "n", "qu", "s", "t", "jusqu", "lorsqu", "puisqu", "quoiqu"),
)
