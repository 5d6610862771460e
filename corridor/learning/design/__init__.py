"""A programme's design as plain facts: its schema, how it is read from a file, and what it looks like in memory."""
