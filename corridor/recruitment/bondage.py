"""Which answers about a loan speak for debt bondage. Never a score, and no verdict: nothing opens or closes by it.

Debt bondage is where services are pledged for a debt, and their value is not set against it, or their length and nature
are not limited (1956 Supplementary Convention, article 1(a)). Whether she may leave before it is repaid tells whether
her services are pledged; who keeps the book, whether it can be seen what her work was worth. What was not asked speaks
neither for nor against. Source: the Convention; methods (k); WIF2023-17.
"""

from dataclasses import dataclass

from corridor.recruitment.contents import Loan

SPEAKS, AGAINST, NOT_KNOWN, NOT_ASKED = SAYS = ("speaks", "against", "not-known", "not-asked")
YES_NO = {"no": SPEAKS, "yes": AGAINST}
SPEAKING = {  # question -> answer -> what it says; the answers of `yes-no`, of the book those of `book-with`
    "credited": YES_NO,
    "term_fixed": YES_NO,
    "may_leave": YES_NO,
    "book_with": {"lender": SPEAKS, "nobody": SPEAKS, "herself": AGAINST, "both": AGAINST},
}


@dataclass(frozen=True)
class Sign:
    """One question about bondage: a field of a loan, its answer as a code, and what it says: one of SAYS."""

    question: str
    answer: str
    says: str


def bondage(loan: Loan) -> tuple[Sign, ...]:
    """The four questions in the order of the definition, each with what its answer says. Source: 1956 Convention,
    art. 1(a); methods (k).
    """
    answers = [(name, str(getattr(loan, name))) for name in SPEAKING]
    return tuple(
        Sign(name, answer, SPEAKING[name].get(answer, NOT_KNOWN) if answer else NOT_ASKED) for name, answer in answers
    )
