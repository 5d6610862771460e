"""The curtain: returns of closed quarters, indicators, the disclosure gate with its attacker, frozen releases."""
