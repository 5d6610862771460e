"""Everything that writes in this room: what comes from outside, and what the centre does with it."""
