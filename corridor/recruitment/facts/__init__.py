"""What this room can say without faces: recruitments and what they cost, charges, promises kept and left, debts."""

from corridor.recruitment.facts.charges import CHARGE
from corridor.recruitment.facts.debts import DEBT
from corridor.recruitment.facts.promises import PROMISE
from corridor.recruitment.facts.recruitments import RECRUITMENT

KINDS = (RECRUITMENT, CHARGE, PROMISE, DEBT)
