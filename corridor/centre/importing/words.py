"""Words by which centres head their lists of cases, beside the labels of the pages.

The choice is our own, from what such lists usually say; whoever meets another word adds it here. Words stand between
`|`. In a heading `=` in front means: only when nothing else stands in it.
"""

from typing import Final

from corridor.journey.importing.words import split

# Field -> headings. "" is a column that is left out.
_HEADINGS: Final = {
    "": "=s.n. | =s no | =sn | =sl no | =serial | =serial no | =م | =क्र.सं. | =सि.नं. | =reason",
    "number": (
        "=no | =nr | =id | =number | =code | case no | case nr | case number | case id | case code | file no | "
        "file number | reference | =ref | =case | رقم القضية | رقم الحالة | رقم الملف | =الرقم | मुद्दा नम्बर | "
        "केस नम्बर | केस नं | फाइल नम्बर | केस संख्या | কেস নম্বর | numéro du dossier | número de caso"
    ),
    "name": (
        "=name | =names | full name | name of worker | worker name | worker s name | client name | =worker | "
        "name of client | complainant | اسم العاملة | الاسم الكامل | =الاسم | =اسم | कामदारको नाम | पूरा नाम | "
        "श्रमिकको नाम | =नाम | नाम थर | নাম | पूरा नाम | nom complet | =nom | nombre completo | =nombre"
    ),
    "phone": (
        "phone | telephone | tel | mobile | contact number | whatsapp | phone number | هاتف | الهاتف | رقم الهاتف | "
        "موبايل | फोन | फोन नम्बर | मोबाइल | সেলফোন | ফোন | téléphone | teléfono"
    ),
    "sex": "=gender | =sex | الجنس | लिङ्ग | लिंग | লিঙ্গ | =genre | sexe | género | sexo",
    "age_band": "=age | age group | age band | العمر | उमेर | आयु | বয়স | âge | edad",
    "nationality": "nationality | citizenship | الجنسية | राष्ट्रियता | नागरिकता | nationalité | nacionalidad",
    "origin": "district | home district | village | place of origin | المنطقة الأصلية | जिल्ला | जिला | জেলা",
    "language": "language | mother tongue | اللغة | भाषा | ভাষা",
    "country": "country of work | =country | destination | country of destination | بلد العمل | गन्तव्य देश",
    "place": "place of work | workplace | work place | =city | =place | مكان العمل | कार्यस्थल | =المدينة",
    "sector": "sector | =occupation | =job | type of work | =work | القطاع | المهنة | पेशा | =काम | क्षेत्र",
    "opened": (
        "=date | opened | date opened | opening date | registration date | date of registration | intake date | "
        "date of complaint | complaint date | تاريخ التسجيل | تاريخ الفتح | =التاريخ | "
        "दर्ता मिति | =मिति | তারিখ | date d ouverture | fecha de apertura"
    ),
    "closed": (
        "closed | date closed | closing date | date of closing | case closed | closure date | تاريخ الإغلاق | "
        "बन्द मिति | बन्द भएको मिति | date de clôture | fecha de cierre"
    ),
    "outcome": "outcome | =result | النتيجة | नतिजा | परिणाम | résultat | resultado",
    "kind": (
        "kind of grievance | type of grievance | grievance type | type of complaint | complaint | =issue | =problem | "
        "type of case | نوع الشكوى | الشكوى | गुनासोको प्रकार | गुनासो | समस्या | शिकायत | অভিযোগ"
    ),
    "since": "since when | =since | =from | date of incident | began | =منذ | देखि | घटना मिति",
    "told": "what happened | description | details | story | summary | الوصف | التفاصيل | विवरण | बयान",
    "wants": "what she wants | demand | request | المطالب | الطلب | माग",
    "respondent": (
        "employer | employer name | name of employer | company | sponsor | agency | agency name | respondent | "
        "صاحب العمل | اسم صاحب العمل | الكفيل | रोजगारदाता | कम्पनी | नियोक्ता | নিয়োগকর্তা | employeur | empleador | "
        "kafeel"
    ),
    "entitled": "amount claimed | amount due | amount owed | unpaid amount | =claim | المبلغ المستحق | दाबी रकम",
    "received": "amount received | amount recovered | recovered | compensation | المبلغ المستلم | प्राप्त रकम",
    "received_on": "received on | date of payment | payment date | تاريخ الاستلام",
    "note": "=note | =notes | remarks | =comments | ملاحظات | कैफियत | टिप्पणी | মন্তব্য | remarques | notas",
}
HEADINGS = {field: split(words) for field, words in _HEADINGS.items()}
