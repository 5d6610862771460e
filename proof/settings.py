"""The settings of the proof: Corridor's own, with guesses at passphrases that cost little, and no waits."""

from corridor.settings import *  # noqa: F403

LIMIT_PUBLIC_WRITING = False  # eight writers on one machine are what this limit slows
STRETCHING = {"iterations": 1, "lanes": 1, "memory_cost": 64}
