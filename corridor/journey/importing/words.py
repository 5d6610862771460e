"""Words by which centres fill the cells of their lists, beside the labels of the shelf.

The choice is our own, from what such lists usually say; whoever meets another word adds it here. Words stand between
`|`.
"""

from typing import Final


def split(text: str) -> tuple[str, ...]:
    """The words that stand between `|`."""
    return tuple(word.strip() for word in text.split("|"))


# Vocabulary -> code -> words in a cell.
_CELLS: Final = {
    "sex": {
        "woman": "f | female | w | woman | أنثى | انثى | امرأة | महिला | মহিলা | femme | mujer",
        "man": "m | male | man | ذكر | رجل | पुरुष | পুরুষ | homme | hombre",
    },
    "yes-no": {"yes": "y | true | 1", "no": "n | false | 0"},
    "sector": {
        "domestic-work": "domestic | domestic worker | housemaid | maid | عاملة منزلية | घरेलु कामदार",
        "garment": "garments | garment factory | garment worker | गार्मेन्ट",
        "care": "caregiver | care giver | care worker",
    },
    "grievance-kind": {
        "unpaid-wages": "unpaid wages | non payment of wages | unpaid salary | salary not paid",
        "document-kept": "passport confiscated | passport confiscation | passport withheld | passport kept",
        "overtime-unpaid": "overtime | unpaid overtime",
        "violence": "physical abuse | beaten",
        "sexual-harassment": "sexual abuse | sexual violence",
        "false-absconding": "absconding | huroob | هروب",
    },
    "case-outcome": {
        "settled": "resolved | solved | success | successful",
        "partly-settled": "partially settled | partly solved",
        "left-country": "returned home | repatriated | went home",
        "worker-stopped": "withdrawn | withdrew",
        "handed-over": "referred",
    },
    "respondent-role": {
        "employer": "company | madam | sir",
        "sponsor": "kafeel | كفيل | الكفيل",
        "sub-agent": "agent | broker",
    },
}
# ISO 3166 alpha-3 -> who comes from there, and what it is called besides.
_NATIONS: Final = {
    "ARE": "uae | emirates | dubai",
    "BGD": "bangladeshi",
    "CMR": "cameroonian",
    "EGY": "egyptian",
    "ETH": "ethiopian | إثيوبية",
    "GHA": "ghanaian",
    "IDN": "indonesian",
    "IND": "indian | هندية",
    "JOR": "jordanian",
    "KEN": "kenyan | كينية",
    "LBN": "lebanese",
    "LKA": "sri lankan | srilankan | سريلانكية",
    "MDG": "malagasy",
    "MMR": "burmese",
    "NGA": "nigerian",
    "NPL": "nepali | nepalese | نيبالية | नेपाली",
    "PAK": "pakistani",
    "PHL": "filipino | filipina | philippine | فلبينية",
    "SAU": "ksa | saudi",
    "SDN": "sudanese",
    "SLE": "sierra leonean",
    "SYR": "syrian",
    "UGA": "ugandan",
    "VNM": "vietnamese",
}
MONEY: Final = {"$": "USD", "€": "EUR", "jd": "JOD", "jds": "JOD", "ll": "LBP", "tk": "BDT", "dhs": "AED", "nrs": "NPR"}
CELLS = {
    vocabulary: {word: code for code, words in every.items() for word in split(words)}
    for vocabulary, every in _CELLS.items()
}
NATIONS = {code: split(words) for code, words in _NATIONS.items()}
