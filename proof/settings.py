"""The settings under which the proof runs: Corridor's own, with guesses at passphrases that cost little."""

from corridor.settings import *  # noqa: F403

STRETCHING = {"iterations": 1, "lanes": 1, "memory_cost": 64}
