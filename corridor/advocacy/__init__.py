"""Patterns to agenda, root causes, job markets, laws, standards, messages."""
