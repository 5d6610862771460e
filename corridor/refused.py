"""The word for "not like this", between whoever finds it and whoever tells it."""


class CannotServe(Exception):
    """The server can not start as asked; the message says what was found, what was expected, and what to do."""
