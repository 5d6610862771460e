"""What this room can say without faces: spells of work and life with their conditions, and what came of journeys."""

from corridor.work.facts.outcomes import OUTCOME
from corridor.work.facts.spells import SPELL

KINDS = (SPELL, OUTCOME)
