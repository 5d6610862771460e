"""The shelf: lessons, practices, instruments, indicators, vocabularies as text files."""
