# SPDX-License-Identifier: MIT
"""The names of countries and territories in English and French, as Unicode CLDR has them; lower case.

They stand here because the text process may not read the pickled tables in which Babel keeps them.
"""

from __future__ import annotations

_NAMES = """
    afghanistan|afrique du sud|albania|albanie|algeria|algérie|allemagne|american samoa|andorra|andorre|angola
    anguilla|antarctica|antarctique|antigua & barbuda|antigua-et-barbuda|arabie saoudite|argentina|argentine
    armenia|arménie|aruba|ascension island|australia|australie|austria|autriche|azerbaijan|azerbaïdjan|bahamas
    bahrain|bahreïn|bangladesh|barbade|barbados|belarus|belgique|belgium|belize|benin|bermuda|bermudes|bhoutan
    bhutan|biélorussie|bolivia|bolivie|bosnia & herzegovina|bosnie-herzégovine|botswana|bouvet island|brazil
    british indian ocean territory|british virgin islands|brunei|brésil|bulgaria|bulgarie|burkina faso|burundi
    bénin|cambodge|cambodia|cameroon|cameroun|canada|canary islands|cap-vert|cape verde|caribbean netherlands
    cayman islands|central african republic|ceuta & melilla|ceuta et melilla|chad|chile|chili|china|chine
    christmas island|chypre|clipperton island|colombia|colombie|comores|comoros|congo - brazzaville
    congo - kinshasa|congo-brazzaville|congo-kinshasa|cook islands|corée du nord|corée du sud|costa rica|croatia
    croatie|cuba|curaçao|cyprus|czechia|côte d'ivoire|danemark|denmark|diego garcia|djibouti|dominica
    dominican republic|dominique|ecuador|egypt|el salvador|equatorial guinea|eritrea|espagne|estonia|estonie
    eswatini|ethiopia|falkland islands|faroe islands|fidji|fiji|finland|finlande|france|french guiana
    french polynesia|french southern territories|gabon|gambia|gambie|georgia|germany|ghana|gibraltar|greece
    greenland|grenada|grenade|groenland|grèce|guadeloupe|guam|guatemala|guernesey|guernsey|guinea|guinea-bissau
    guinée|guinée équatoriale|guinée-bissau|guyana|guyane française|géorgie
    géorgie du sud-et-les îles sandwich du sud|haiti|haïti|heard & mcdonald islands|honduras|hong kong sar china
    hongrie|hungary|iceland|inde|india|indonesia|indonésie|irak|iran|iraq|ireland|irlande|islande|isle of man
    israel|israël|italie|italy|jamaica|jamaïque|japan|japon|jersey|jordan|jordanie|kazakhstan|kenya|kirghizstan
    kiribati|kosovo|koweït|kuwait|kyrgyzstan|la réunion|laos|latvia|lebanon|lesotho|lettonie|liban|liberia|libya
    libye|liechtenstein|lithuania|lituanie|luxembourg|macao sar china|macédoine du nord|madagascar|malaisie|malawi
    malaysia|maldives|mali|malta|malte|maroc|marshall islands|martinique|maurice|mauritania|mauritanie|mauritius
    mayotte|mexico|mexique|micronesia|micronésie|moldavie|moldova|monaco|mongolia|mongolie|montenegro|montserrat
    monténégro|morocco|mozambique|namibia|namibie|nauru|nepal|netherlands|new caledonia|new zealand|nicaragua|niger
    nigeria|niue|norfolk island|north korea|north macedonia|northern mariana islands|norvège|norway
    nouvelle-calédonie|nouvelle-zélande|népal|oman|ouganda|ouzbékistan|pakistan|palaos|palau
    palestinian territories|panama|papouasie-nouvelle-guinée|papua new guinea|paraguay|pays-bas|pays-bas caribéens
    peru|philippines|pitcairn islands|poland|pologne|polynésie française|porto rico|portugal|puerto rico|pérou
    qatar|r.a.s. chinoise de hong kong|r.a.s. chinoise de macao|romania|roumanie|royaume-uni|russia|russie|rwanda
    république centrafricaine|république dominicaine|réunion|sahara occidental|saint-barthélemy
    saint-christophe-et-niévès|saint-marin|saint-martin|saint-pierre-et-miquelon|saint-vincent-et-les grenadines
    sainte-hélène|sainte-lucie|salvador|samoa|samoa américaines|san marino|sao tomé-et-principe|sark|saudi arabia
    senegal|serbia|serbie|seychelles|sierra leone|singapore|singapour|sint maarten|slovakia|slovaquie|slovenia
    slovénie|solomon islands|somalia|somalie|soudan|soudan du sud|south africa
    south georgia & south sandwich islands|south korea|south sudan|spain|sri lanka|st. barthélemy|st. helena
    st. kitts & nevis|st. lucia|st. martin|st. pierre & miquelon|st. vincent & grenadines|sudan|suisse|suriname
    suède|svalbard & jan mayen|svalbard et jan mayen|sweden|switzerland|syria|syrie|são tomé & príncipe|sénégal
    tadjikistan|taiwan|tajikistan|tanzania|tanzanie|taïwan|tchad|tchéquie|terres australes françaises
    territoire britannique de l'océan indien|territoires palestiniens|thailand|thaïlande|timor oriental|timor-leste
    togo|tokelau|tonga|trinidad & tobago|trinité-et-tobago|tristan da cunha|tunisia|tunisie|turkmenistan
    turkménistan|turks & caicos islands|turquie|tuvalu|türkiye|u.s. outlying islands|u.s. virgin islands|uganda
    ukraine|united arab emirates|united kingdom|united states|uruguay|uzbekistan|vanuatu|vatican city|venezuela
    vietnam|viêt nam|wallis & futuna|wallis-et-futuna|western sahara|yemen|yémen|zambia|zambie|zimbabwe
    åland islands|égypte|émirats arabes unis|équateur|érythrée|état de la cité du vatican|états-unis|éthiopie
    île bouvet|île christmas|île clipperton|île de l'ascension|île de man|île norfolk|îles canaries|îles caïmans
    îles cocos|îles cook|îles féroé|îles heard-et-macdonald|îles malouines|îles mariannes du nord|îles marshall
    îles mineures éloignées des états-unis|îles pitcairn|îles salomon|îles turques-et-caïques
    îles vierges britanniques|îles vierges des états-unis|îles åland
"""
COUNTRIES = frozenset(name.strip() for line in _NAMES.strip().splitlines() for name in line.split("|"))
