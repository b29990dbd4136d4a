# SPDX-License-Identifier: MIT
"""Words by which names are classified: titles, kinship, given and family names, places, large bodies.

The lists are short on purpose: most names are known by the words around them and by being said again.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

# names of countries in English and French, lower case, from the Unicode Common Locale Data; in a file of
# their own, for the process that reads texts may not open the pickled tables in which Babel keeps them
_COUNTRIES = Path(__file__).resolve().parents[2] / "third_party" / "country_names" / "names.txt"

_NAMES = _COUNTRIES.parents[1] / "person_names"  # of Faker's languages with their licence; of the region, ours
COUNTRIES = frozenset(_COUNTRIES.read_text(encoding="utf-8").splitlines())


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    "mme mlle m mr mrs ms miss mister madame madam mademoiselle monsieur maman mama mamma papa baba mzee dr "
    "docteur doctor prof professor "
    "professeur maître maitre me opj chief chef sister sœur soeur brother frère frere father père pere abbé abbe "
    "pastor pasteur "
    "bishop évêque mgr monseigneur sheikh cheikh imam hajj hadji commandant commander colonel major capitaine "
    "captain lieutenant sergeant sergent "
    "caporal corporal général general inspector inspecteur commissaire commissioner judge juge justice aunt "
    "auntie uncle tante tantine tata oncle "
    "tonton nurse infirmière infirmier honorable hon bwana bibi dada kaka shangazi mwalimu teacher mwami reverend "
    "révérend rev curé curate "
    "president président governor gouverneur administrateur administrator cousin cousine officer sir lady mère "
    "mother grandma grandpa mémé pépé "
    "mamie papy adjudant brigadier secrétaire directeur directrice director conseiller mutama muzehe mukecuru "
    "fundi dereva kocha coach animatrice "
    "agent maire bourgmestre notaire ustadh sœurette boss patron patronne ma"
)
KIN = _words(
    "mother father sister brother son daughter husband wife aunt uncle cousin niece nephew grandmother "
    "grandfather grandson granddaughter "
    "stepfather stepmother friend neighbour neighbor child baby girl boy twin fiancé fiancée boyfriend girlfriend "
    "colleague classmate mère père sœur "
    "soeur frère fils fille mari femme épouse époux tante oncle cousin cousine nièce neveu grand-mère grand-père "
    "petit-fils petite-fille ami amie "
    "voisin voisine enfant bébé garçon collègue camarade copain copine belle-mère beau-père beau-frère belle-sœur "
    "marraine parrain patron patronne "
    "boss watchman watchwoman shopkeeper fisherman trader pastor priest nun deacon lawyer counsellor midwife cook "
    "maid worker employer driver guard teacher nurse doctor manager agent recruiter chauffeur gardien infirmière "
    "docteur médecin prof professeur "
    "petit petite vieux vieille cadet cadette aîné aînée old little young man woman homme monsieur dame lady "
    "husband's in-law firstborn eldest youngest "
    "jumeau jumelle avocat avocate lawyer psychologue psychologist interprète interpreter gynécologue passeur smuggler"
)
_GIVEN = """
    adèle adelin adeline adrien agnès aimé aimée albert albertine alexis alexandre alfred alice aline alphonse
    amédée amina amisi ana anatole andré ange angèle angélique anicet anitha anita anne annie annick annonciate
    anselme antoine antoinette apollinaire ariane arlette arsène asha assumpta astère athanase audace audrey
    augustin aurore bahati baptiste barbara béatrice bella benjamin benoît bernadette bernard berthe bertrand
    bienvenu bienvenue blaise bonaventure boniface bosco brenda brian brigitte callixte calixte caritas carine
    catherine cécile cédric cédrick célestin célestine chance chanelle chantal charles charlotte christa christella
    christian christine ciza clarisse claude claudette claudia claudine clément clémence clothilde colette concilie
    concessa consolate consolata constance corneille crispin cynthia cyprien cyriaque damas damien daniel darlène
    david deo déo déogratias delphine denis denise désiré désirée deus diane didier dieudonné dieumerci dismas
    divine donatien donatille donavine doriane dorothée edith édouard egide égide éliane élie elisabeth élisabeth
    ella elvis élysée emelyne émile émilie emmanuel emmanuella épimaque eric éric ernest espérance espoir esther
    étienne eugène eugénie évariste evelyne ezéchiel fabien fabrice faida faith fatuma faustin félicien félicité
    félix ferdinand fidèle fiston flora floride fortunate fortune francine francis francisco françois françoise
    franck freddy frédéric furaha gabriel gad gaëlle gaspard gaston générose geneviève georges gérard germaine
    gertrude gilbert giselle gisèle gloria gloriose godelieve godeliève godefroid gode goreth grâce grace gratien
    guillaume gustave hamida hamisi hamza happiness hassan hélène henri herménégilde hilaire hope hussein ibrahim
    ida ignace immaculée inès innocent irène isaac ismaël issa ivan jackson jacqueline jacques james janvier
    janvière japhet jean jeanne jeannette jeannine jérémie jérôme joachim joel joëlle john joie joseph joséphine
    joshua josiane jovia jovith joy juliana juliette julienne juma june justin justine juvénal kevin khadija kelly
    lambert landry laurence laurent lazare léa léandre léon léonard léonidas léonie léopold leila liliane lin linda
    lionel louis louise lucie lucien lydia lydie maggy malachie mamert mariam marc marcel marceline marguerite maria
    marie marius marthe martin martine mary mathias mathilde matthieu maurice maximilien médard médiatrice mélance
    mélanie mélchior merci merveille mercy michel micheline mireille modeste moïse monique mohamed moussa musa
    nadège nadia nadine naomi natacha natalie nathalie neema nestor nicolas nicole nina noël noëlla norbert odette
    odile olga olive olivier onésime onesphore orline ornella oscar pacifique paix pamela pascal pascaline pascasie
    patience patrice patricia patrick paul pauline perpetua perpétue peter philbert philippe philomène pierre
    placide plaisir pontien prosper prudence rachel rahma rajabu ramadhani raphaël raymond rebecca régine régis
    rehema rémy renée rénovat révérien révocate richard rita robert roger rosalie rose rosette ruth saidi safari
    salima salma salomé salvator samuel sandra sandrine sarah schola scholastique sébastien serge seraphine
    séraphine shabani sharon sifa simeon siméon simon solange sophie spès stanislas stella stéphane stéphanie
    stephen suavis suzanne sylvain sylvana sylvestre sylvie tatiana tatu télesphore térence thaddée théodore
    théogène théophile théoneste thérèse théréza thierry thomas timothée tite trésor triphonie trinité ursule
    valentin valentine vanessa védaste vénant vénantie véronique vestine viateur victor victoire vianney vincent
    violette virginie vital viviane wilson xavier yasmin yolande yves yvette yvonne yusuf yusufu zacharie zainabu
    zawadi zéphyrin zita zoé zuhura baraka imani amani upendo subira mapenzi riziki sikujua nyota maisha zaituni
    mwanaidi mwamini mwanahamisi asumani ali omar salim salum said abdallah abdul fatima aisha halima mwajuma zaina
    hamad khalid ahmed mahmoud rashid rashidi mariamu hawa hadija michael george william elizabeth margaret florence
    josephine jennifer susan anna agnes alex andrew anthony christopher edward emma fred godfrey henry moses nancy
    philip prossy ronald winnie scovia sylvia irene jane judith julius gift blessing comfort precious kevine nelly
    nella huguette fleury fulgence élias eliane béa jado jeanine modestine novat népomucène hyacinthe hippolyte
    longin ladislas macaire
"""
GIVEN = _words(_GIVEN)
# Kirundi and Kinyarwanda names are sentences: "Niyo-nkuru", "Ndayi-shimiye", "Habon-imana".
_BEGINNINGS = (
    r"niyo|niye|ndayi|nduwi|nduwa|ndiku|ndihok|nshimi|nsengi|nsabi|ntaho|ntaki|ntiban|ntirand|ntawu|ntakaru|ntama|nahima"
    r"|nimb|nimu|nibi|nibiz|nizey|nkuru|nkunz|ngenda|nzey|nzoy|hakizi|habya|habo|habim|habiy|haran|harer|havyari"
    r"|irak|iradu|irank|ishimw|iteriteka|bigiri|bizi|barany|barut|bararu|baragah|bukur|buto|byari|byuk|gahun|gatete"
    r"|kabur|kaneza|kanyam|karek|kwizer|manirak|maniran|maniramb|mbony|minani|misago|mpawen|mugish|mukam|mukaru"
    r"|mukesh|mukama|mukan|munez|murek|musabi|mutab|mutesi|mvuye|mvukiy|nyandwi|nyira|ruberi|rucy|rugam|rukund|rwas|sabush|sibom"
    r"|sinday|sindih|sinzi|tuyis|tuyiz|tuyam|twagir|twahir|umuhoz|umutes|umutoni|uwama|uwase|uwima|uwine|uwingab"
    r"|uwiman|uwizey|vyamung|zawadi"
)
_ENDINGS = (
    r"imana|iragije|iyonkuru|iyimana|omukiye|ishimiye|ikeza|hishaka|iyonzima|ugaba|arakiza|indavyi|igamiye|itegeka"
    r"|ihabose|ikengurukiye|ayisenga|ayisaba|ayizeye|iyonizigiye|iyongabo|iyungeko|umuremyi|umukiza|erakiza|amahoro"
    r"|uwayezu|nzeyimana|yimana|ragira|ngabire|shimwe|mukunzi|kundabagenzi|iyongere|bigirimana"
)
_PARTS = re.compile(rf"(?:(?:{_BEGINNINGS})[a-z]+|[a-z]{{3,}}(?:{_ENDINGS}))")
_NOT_NAMES = """
    i god dieu allah imana jésus jesus christ seigneur lord bible coran quran noël christmas easter pâques ramadan
    eid bonjour merci oui non ok okay hello islam swahili kiswahili kirundi kinyarwanda lingala arabic arabe english
    anglais french français luganda kifulero burundian burundians burundais burundaise burundaises ugandan ugandans
    ougandais ougandaise congolese congolais congolaise congolaises rwandan rwandans rwandais rwandaise tanzanian
    tanzanians tanzanien tanzanienne kenyan kenyans kényan kényane zambian zambien omani omanais omanaise saudi
    saoudien saoudienne lebanese libanais libanaise african africans africain africaine africains africaines
    european européen indian indien chinese chinois arab arabs arabes filipino filipina ethiopian éthiopien
    éthiopienne somali sri-lankan bangladeshi pakistani pakistanais nepali nepalese egyptian muslim muslims musulman
    musulmane christian christians chrétien catholic catholics catholique protestant pentecostal pentecôtiste
    adventist adventiste hutu tutsi twa batwa bahutu batutsi hiv aids vih sida covid std monday tuesday wednesday
    thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays lundi mardi
    mercredi jeudi vendredi samedi dimanche tv id cv sms gps usb simcard sim ngo ngos ong ongs usd bif fbu frw tzs
    ugx un nu eac rdc drc uk usa us uae km am pm mr interviewer interpreter interviewee interview respondent
    participant moderator moderateur modérateur modératrice enquêteur enquêtrice interprète kii fgd cw q a r p int
    audio probox hiace toyota corolla fuso isuzu mercedes nokia samsung tecno itel bajaj land cruiser prado noah
    vitz honda yamaha suzuki android iphone bluetooth internet wifi mrs miss idp idps tip gbv vbg sgbv msm psea pmf
    kg cm opj pnb fdn sos
    abana abantu abagabo abagore umwana umuntu umugabo umugore umuryango ndagushimiye urakoze murakoze dukeneye ego oya
    ariko canke ntaco amafaranga amahera akazi amazi ishure igihugu asante karibu habari pole sawa ndiyo hapana
    mimi sisi watoto watu mtoto mtu
"""
NOT_NAMES = _words(_NOT_NAMES)
# greetings and thanks, by language; they may be part of a name ("Centre Amahoro"): alone they name nobody
GREETINGS_BY_LANGUAGE = {
    "rn": "amahoro mwaramutse bwakeye mwiriwe bite gute urakoze murakoze warakoze mwarakoze komera mukomere nagasaga "
    "tugire mugire urabeho murabeho ego egome oya sawa ehe yego",
    "rw": "muraho mwaramutse mwiriwe amakuru bite meze neza murakoze urakoze murabeho mwaramukanye mwirirwe yego oya "
    "ijoro ryiza umunsi mwiza",
    "sw": "habari hujambo hamjambo jambo sijambo mambo poa shikamoo shikamo marahaba salama kwaheri hodi karibu "
    "karibuni njema nzuri vizuri samahani tafadhali asante asanteni pole poleni ndiyo ndio hapana sawa",
    "ln": "mbote sango malamu melesi botondi",
}
GREETINGS = frozenset(word for words in GREETINGS_BY_LANGUAGE.values() for word in words.split())
MONTHS = _words(
    "january february march april may june july august september october november december janvier février mars "
    "avril mai "
    "juin juillet août septembre octobre novembre décembre"
)
_REGION = """
    bubanza|bujumbura|bujumbura mairie|bujumbura rural|bururi|cankuzo|cibitoke|gitega|karuzi|karusi|kayanza|kirundo
    makamba|muramvya|muyinga|mwaro|ngozi|rumonge|rutana|ruyigi|buhumuza|burunga|butanyerera|kigali|butare|huye
    gisenyi|rubavu|rusizi|cyangugu|kibuye|byumba|ruhengeri|musanze|nyagatare|kirehe|ngoma|kibungo|gatuna|kagera
    goma|bukavu|uvira|fizi|baraka|kalemie|lubumbashi|kinshasa|kisangani|bunia|beni|butembo|kindu|kamituga|walungu
    kabare|shabunda|minova|masisi|rutshuru|kamanyola|kigoma|kasulu|kibondo|kakonko|ngara|kahama|mwanza|tabora
    bukoba|biharamulo|geita|shinyanga|dar es salaam|dar|dodoma|arusha|moshi|morogoro|tanga|zanzibar|mbeya|kampala
    entebbe|mbarara|masaka|jinja|gulu|arua|isingiro|kabale|nairobi|mombasa|kisumu|nakuru|eldoret|malaba|busia
    namanga|lusaka|mpulungu|kitwe|ndola|lilongwe|blantyre|addis ababa|addis-abeba|addis|djibouti|mogadishu|khartoum
    juba|johannesburg|pretoria|cape town|durban|maputo|harare|muscat|mascate|salalah|sohar|doha|dubai|dubaï
    abu dhabi|sharjah|riyadh|riyad|jeddah|djeddah|dammam|mecca|la mecque|medina|médine|kuwait city|koweït|kuwait
    koweït city|manama|beirut|beyrouth|amman|cairo|le caire|istanbul|tripoli|bruxelles|brussels|paris|london
    londres|geneva|genève|delhi|mumbai|bangkok|guangzhou|tanganyika|lake tanganyika|lac tanganyika|lake victoria
    lac victoria|lac kivu|lake kivu|kivu|sud-kivu|nord-kivu|south kivu|north kivu|ituri|katanga|maniema|ruzizi
    malagarasi|ruvubu|kanyaru|akanyaru|nile|nil|imbo|mugamba|moso|bugesera|bweru|kirimiro|east africa
    afrique de l'est|africa|afrique|europe|asia|asie|gulf|golfe|middle east|moyen-orient|great lakes|grands lacs
    mutimbuzi|nyanza-lac|kibago|mabanda|rugombo|isale|gatumba|mishiha|gisuru|giteranyi|busoni|united states
    états-unis|america|amérique|england|angleterre|congo|rdc|drc|emirates|émirats|saudi|arabie saoudite
    saudi arabia|arabie|tanzanie|ouganda|zambie|soudan|south sudan
    abim|adjumani|agago|alebtong|amolatar|amudat|amuria|amuru|apac|bandundu|bas-congo|budaka|bududa|bugiri|buhweju
    buikwe|bukedea|bukomansimbi|bukwa|bulambuli|buliisa|bundibugyo|bushenyi|butaleja|butambala|buvuma|buyende
    dar-es-salaam|dokolo|gomba|hoima|ibanda|iganga|iringa|kaabong|kabarole|kaberamaido|kalangala|kaliro|kalungu
    kamuli|kamwenge|kanungu|kapchorwa|kasaï-occidental|kasaï-oriental|kasese|kaskazini-pemba|kaskazini-unguja
    katakwi|katavi|kayunga|kibale|kiboga|kibuku|kilimanjaro|kiryandongo|kisoro|kitgum|koboko|kole|kotido|kumi
    kusini-pemba|kween|kyankwanzi|kyegegwa|kyenjojo|lamwo|lindi|lira|luuka|luweero|lwengo|lyantonde|manafwa|manyara
    mara region|maracha|masindi|mayuge|mbale|mitooma|mityana|moroto|moyo district|mpigi|mtwara|mubende|mukono
    nakapiripirit|nakaseke|nakasongola|namayingo|namutumba|napak|nebbi|ngora|njombe|ntoroko|ntungamo|nwoya|otuke
    oyam|pader|pallisa|province orientale|pwani|rakai|rubirizi|rukungiri|rukwa|ruvuma|sembabule|serere|sheema|simiyu
    singida|sironko|soroti|tororo|wakiso|yumbe|zanzibar south and central|zanzibar west|zombo
"""
# Border posts and quarters of Bujumbura: known, but small enough to point to somebody.
_SMALL = """
    kobero|mugina|kavimvira|ruhwa|manyovu|mabamba|rusumo|gahumo|mutukula|tunduma|kinindo|kamenge|buyenzi|bwiza
    nyakabiga|kinama|ngagara|musaga|kanyosha|rohero|kigobe|gihosha|mutanga|buterere
"""
_LARGE_BODIES = """
    iom|oim|unhcr|hcr|unicef|wfp|pam|who|oms|ohchr|unfpa|fnuap|ilo|oit|undp|pnud|onu|un|united nations
    nations unies|icrc|cicr|red cross|croix-rouge|croix rouge|red crescent|croissant-rouge|msf
    médecins sans frontières|doctors without borders|interpol|facebook|whatsapp|tiktok|instagram|messenger|telegram
    youtube|twitter|google|imo|monusco|caritas|world vision|save the children|oxfam|care|irc|nrc|drc|world bank
    banque mondiale|union européenne|european union|african union|union africaine|amnesty|amnesty international
    human rights watch|western union|moneygram|m-pesa|mpesa|ecocash|lumicash|airtel|econet|onatel|lumitel|vodacom
    tigo|mtn|halotel|orange money|terre des hommes|handicap international|jrs|trocaire|concern|giz|usaid|enabel
    ethiopian airlines|kenya airways|rwandair|fly dubai|flydubai|qatar airways|bbc|rfi|voa|linkedin|snapchat|viber
    skype|zoom
"""


@functools.cache
def small_places() -> frozenset[str]:
    """Known places below the commune; lower case.

    Returns
    -------
    frozenset of str
        Names as written, accents kept.
    """
    return frozenset(name.strip() for line in _SMALL.strip().splitlines() for name in line.split("|"))


@functools.cache
def known_places() -> frozenset[str]:
    """Countries in English and French, provinces, large towns, lakes and rivers of the region; lower case.

    Returns
    -------
    frozenset of str
        Names as written, accents kept; `small_places` among them.
    """
    return frozenset(
        COUNTRIES | small_places() | {name.strip() for line in _REGION.strip().splitlines() for name in line.split("|")}
    )


@functools.cache
def known_organisations() -> frozenset[str]:
    """Large bodies and brands; lower case.

    Returns
    -------
    frozenset of str
        Names as written, accents kept.
    """
    return frozenset(name.strip() for line in _LARGE_BODIES.strip().splitlines() for name in line.split("|"))


ORGANISATION_HEADS = _words(
    "centre center clinic clinique hospital hôpital hopital dispensaire dispensary health school école ecole "
    "lycée lycee collège college "
    "primary secondary university université institut institute association asbl ong ngo agence agency bureau "
    "services service travel voyages tours "
    "recruitment manpower company compagnie société societe sarl ltd limited group groupe cooperative coopérative "
    "union syndicat foundation "
    "fondation trust mission paroisse parish church église eglise mosque mosquée cathedral cathédrale temple "
    "radio tv express transport transports "
    "bank banque boulangerie bakery restaurant hotel hôtel motel guesthouse lodge foyer orphelinat orphanage "
    "shelter refuge maison home house garage pharmacy "
    "pharmacie network réseau reseau collectif collective committee comité project projet programme program "
    "initiative alliance federation fédération "
    "enterprise entreprise entreprises farm ferme plantation factory usine mining mines minerals gold studio "
    "salon boutique supermarket supermarché shop "
    "movement mouvement action help aide solidarité solidarity rights droits women femmes children enfants youth "
    "jeunesse kids academy académie "
    "nursery crèche seminary séminaire convent couvent monastère sisters sœurs airlines airways bus coach lines "
    "international construction holdings "
    "logistics security sécurité cleaning domestic workers staffing placement consulting consult ministry "
    "ministère tribunal court brigade commissariat "
    "laundry fisheries cooperative's saloon ranch estate textiles tailoring club coalition"
)
# heads that may stand in lower case before the name
LOWER_HEADS = _words(
    "organisation organization structure compagnie cabinet mosquée mosque bank centre clinique clinic hôpital "
    "hopital hospital dispensaire école ecole lycée collège université institut association agence société coopérative "
    "cooperative fondation paroisse parish église eglise radio ong ngo banque boulangerie restaurant hôtel hotel "
    "foyer orphelinat maison garage pharmacie réseau collectif "
    "school agency company compagnie entreprise ferme usine syndicat mutuelle crèche couvent mission société salon"
)
PLACE_HEADS_BEFORE = _words(
    "colline quartier marché marche pont carrière carriere rue avenue village site camp zone commune province "
    "hill quartier bar cabaret piste plage port poste "
    "frontière lac rivière lake river mount mont forêt forest vallée valley secteur cellule district sous-colline "
    "parcelle gare station mine carrefour rond-point bistro "
    "buvette île ile island market bridge street road avenue town city ville ovens settlement barrage douane "
    "parking dépôt localité chefferie territoire "
    "zone hameau ward bairro suburb marais champ champs montagne baie transversale route pier quarry beach"
)
PLACE_HEADS_AFTER = _words(
    "hill market lane road street avenue beach village camp crossroads junction bridge border quarter river lake "
    "town city province commune zone site pharmacy station bar "
    "district parish settlement island port park valley forest mine quarry ward estate roundabout gate pier "
    "landing harbour harbor square suburb neighbourhood neighborhood crossing "
    "mountain point plantation swamp checkpoint bay corner compound falls terminal stage"
)
SURNAME_PARTICLES = _words("al el bin ibn abu van de du bint")


@functools.cache
def listed_names() -> frozenset[str]:
    """Given and family names of all lists, in lower case with straight apostrophes."""
    files = (_NAMES / "given.txt", _NAMES / "family.txt")
    listed = (name for path in files for name in path.read_text(encoding="utf-8").split())
    return frozenset(listed) | _regional()


def is_regional(key: str) -> bool:
    """Whether a word is a name of the region: by our own lists, or by the parts of Kirundi and Kinyarwanda names.

    Examples
    --------
    >>> is_regional("akello"), is_regional("smith")
    (True, False)
    """
    return key in _regional() or _PARTS.fullmatch(key) is not None


@functools.cache
def _regional() -> frozenset[str]:
    return frozenset((_NAMES / "region.txt").read_text(encoding="utf-8").split()) | GIVEN


def is_listed(key: str) -> bool:
    """Whether a word is a name by a list, or by the parts of Kirundi and Kinyarwanda names.

    Examples
    --------
    >>> is_listed("ndayishimiye"), is_listed("achol"), is_listed("yeah")
    (True, True, False)
    """
    if key in listed_names() or _PARTS.fullmatch(key) is not None:
        return True
    return "-" in key and any(part in listed_names() for part in key.split("-") if len(part) > 2)
