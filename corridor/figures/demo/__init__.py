"""The demonstration of the curtain: made-up centres, what they returned, and what was released of it."""
