"""Names of months and seasons as people type them, in the seven languages of the interface, and as they are shown.

Gregorian names come from CLDR; the spellings beside them are those that CLDR lacks and that are typed all the same. The
months of Bikram Sambat are spelled in Latin letters in many ways; those that are common in papers and phones are here.
"""

import unicodedata
from functools import cache

from babel import Locale

from corridor.journey.when import BIKRAM_SAMBAT, GREGORIAN, HIJRI
from corridor.reference.folding import folded

# With Arabic as in the Levant (كانون الثاني), in Egypt and the Gulf (يناير) and in the Maghreb (جانفي).
GREGORIAN_LOCALES = ("en", "en_GB", "fr", "es", "ar", "ar_LB", "ar_DZ", "ar_MA", "ne", "bn", "hi")
ALSO_GREGORIAN = {
    1: "জানুয়ারি",
    2: "ফেব্রুয়ারি फेब्रुवरी फेब्रुवारी फरवरी",
    4: "أبريل إبريل",
    8: "agosto आगस्ट अगष्ट",
    9: "sept setiembre सेप्टेम्वर सितम्बर",
    10: "अक्टुबर अक्तूबर",
    11: "नोभेम्वर नवम्बर",
    12: "डिसेम्वर दिसम्बर",
}
# Shown first: in Latin letters, and in Devanagari for Nepali and Hindi.
BIKRAM_SAMBAT_MONTHS = (
    "Baishakh वैशाख Baisakh Vaishakh Bhaisakh बैशाख",
    "Jestha जेठ Jeth Jyestha Jeshtha Jyeshtha जेष्ठ ज्येष्ठ",
    "Asar असार Ashadh Asadh Ashar Ashad आषाढ असाढ",
    "Shrawan साउन Saun Sawan Srawan Shravan Sravan श्रावण सावन",
    "Bhadra भदौ Bhadau Bhado Bhadu भाद्र भाद्रपद",
    "Asoj असोज Ashwin Aswin Ashoj Asauj Ashvin आश्विन अश्विन",
    "Kartik कार्तिक Kattik Karttik कात्तिक",
    "Mangsir मंसिर Marga Mansir Marg Margashirsha मङ्सिर मार्ग मार्गशीर्ष",
    "Poush पुस Paush Pus Push Poosh Pausha पौष पूस पुष",
    "Magh माघ Maagh Magha",
    "Falgun फागुन Phalgun Fagun Phagun Falgoon फाल्गुन फाल्गुण",
    "Chaitra चैत Chait Chaita Chet चैत्र",
)
HIJRI_MONTHS = {
    "en": "Muharram, Safar, Rabi al-Awwal, Rabi al-Thani, Jumada al-Ula, Jumada al-Akhira, Rajab, Shaban, Ramadan,"
    " Shawwal, Dhu al-Qadah, Dhu al-Hijjah",
    "fr": "Mouharram, Safar, Rabi al-awwal, Rabi al-thani, Joumada al-oula, Joumada al-akhira, Rajab, Chaabane,"
    " Ramadan, Chawwal, Dhou al-qi'da, Dhou al-hijja",
    "es": "Muharram, Safar, Rabi al-Awwal, Rabi al-Thani, Yumada al-Ula, Yumada al-Ajira, Rayab, Shaabán, Ramadán,"
    " Shawwal, Du al-Qada, Du al-Hiyya",
    "ar": "محرم, صفر, ربيع الأول, ربيع الآخر, جمادى الأولى, جمادى الآخرة, رجب, شعبان, رمضان, شوال, ذو القعدة, ذو الحجة",
    "bn": "মুহাররম, সফর, রবিউল আউয়াল, রবিউস সানি, জমাদিউল আউয়াল, জমাদিউস সানি, রজব, শাবান, রমজান, শাওয়াল, জিলকদ, জিলহজ",
    "hi": "मुहर्रम, सफ़र, रबी अल-अव्वल, रबी अल-सानी, जुमादा अल-अव्वल, जुमादा अल-सानी, रजब, शाबान, रमज़ान, शव्वाल,"
    " ज़ुलक़ादा, ज़ुलहिज्जा",
}
ALSO_HIJRI = {
    1: "Moharram, মহররম, मोहर्रम",
    3: "Rabi al-Awal, Rabi ul-Awwal, Rabiul Awal, Rabi I, রবিউল আউয়াল",
    4: "Rabi al-Akhir, Rabi ul-Thani, Rabius Sani, Rabi II, ربيع الثاني",
    5: "Jumada al-Awwal, Jumada I, Jamadiul Awal, جمادى الأول",
    6: "Jumada al-Thani, Jumada al-Akhirah, Jumada II, Jamadius Sani, جمادى الثانية, جمادى الثاني, جمادى الآخر",
    7: "Rajab",
    8: "Sha'ban, Shaaban, Shabaan",
    9: "Ramadhan, Ramzan, Ramazan, রমযান",
    10: "Shawal, Shawwaal",
    11: "Dhul Qadah, Dhul Qada, Dhul-Qi'dah, Dhu al-Qi'dah, Zilqad, Zul Qada, ذي القعدة",
    12: "Dhul Hijjah, Dhul Hijja, Dhu al-Hijja, Zilhajj, Zul Hijja, ذي الحجة",
}
SPRING, SUMMER, MONSOON, AUTUMN, BEFORE_WINTER, WINTER = "spring", "summer", "monsoon", "autumn", "hemanta", "winter"
SEASONS = {
    SPRING: "printemps, primavera, ربيع, الربيع, वसन्त, वसंत, বসন্ত",
    SUMMER: "été, verano, صيف, الصيف, ग्रीष्म, गर्मी, গ্রীষ্ম",
    AUTUMN: "fall, automne, otoño, خريف, الخريف, शरद, शरद्, पतझड़, শরৎ",
    WINTER: "hiver, invierno, شتاء, الشتاء, जाडो, शिशिर, सर्दी, শীত",
}
# The six ritus of Bikram Sambat, with the English words that are used for them.
RITUS = {
    SPRING: "Basanta, Basant, Vasanta, वसन्त, बसन्त, वसंत",
    SUMMER: "Grishma, ग्रीष्म, गर्मी",
    MONSOON: "Barsha, Barkha, Varsha, rainy season, rains, वर्षा, बर्षा, बर्खा",
    AUTUMN: "Sharad, Sarad, fall, शरद, शरद्",
    BEFORE_WINTER: "Hemant, हेमन्त, हेमंत",
    WINTER: "Shishir, Sisir, शिशिर, जाडो",
}


def key(words: str) -> str:
    """A name as it is looked up: its letters with their vowel signs, in their plain form."""
    return "".join(sign for sign in folded(words) if unicodedata.category(sign)[0] in "LM")


@cache
def months(calendar: str) -> dict[str, int]:
    """Every way in which a month of the calendar is typed -> its number, 1 to 12."""
    if calendar == BIKRAM_SAMBAT:
        return {key(name): number for number, names in enumerate(BIKRAM_SAMBAT_MONTHS, 1) for name in names.split()}
    if calendar == HIJRI:
        lists = [dict(enumerate(names.split(", "), 1)) for names in HIJRI_MONTHS.values()]
        found = {key(name): number for one in lists for number, name in one.items()}
        return found | {key(name): number for number, names in ALSO_HIJRI.items() for name in names.split(", ")}
    found = {key(name): number for number, names in ALSO_GREGORIAN.items() for name in names.split()}
    for locale in map(Locale.parse, GREGORIAN_LOCALES):
        widths = [locale.months[use][width] for use in ("format", "stand-alone") for width in ("wide", "abbreviated")]
        found |= {key(name): number for names in widths for number, name in names.items()}
    return found


@cache
def seasons(calendar: str) -> dict[str, str]:
    """Every way in which a season is typed -> the season. The Hijri year wanders through the seasons and has none."""
    lists = {GREGORIAN: SEASONS, BIKRAM_SAMBAT: RITUS}.get(calendar, {})
    return {key(name): season for season, names in lists.items() for name in (season, *names.split(", "))}


def month_name(calendar: str, month: int, language: str) -> str:
    """The name under which a month of Bikram Sambat or Hijri is shown in a language of the interface."""
    if calendar == BIKRAM_SAMBAT:
        return BIKRAM_SAMBAT_MONTHS[month - 1].split()[1 if language in {"ne", "hi"} else 0]
    names = HIJRI_MONTHS.get("hi" if language == "ne" else language, HIJRI_MONTHS["en"])
    return names.split(", ")[month - 1]
