"""What may stand in a log: what failed, where in the code, on which kind of page. Never an address, a name, a value.

An address carries the random id of a record, a message of the framework may quote what was typed, a trace shows
values. A log is read by whoever runs the machine, and by whoever takes it.
"""

import logging

from corridor.hardening import told

# Whose messages are written by us, or speak of the database server and of processes alone.
PLAIN = ("corridor", "psycopg.pool", "granian", "_granian")


class Discreet(logging.Formatter):
    """One line for each event; of messages that are not our own only who spoke, and how serious it is."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [self.formatTime(record, "%Y-%m-%d %H:%M:%S"), record.levelname, record.name]
        if record.name.partition(".")[0] in {"corridor", "granian", "_granian"} or record.name in PLAIN:
            parts.append(record.getMessage())
        if status := getattr(record, "status_code", None):
            parts.append(f"answered {status}")
        if request := getattr(record, "request", None):
            match = getattr(request, "resolver_match", None)
            parts.append(f"at {match.view_name if match else 'no page of ours'}")
        if record.exc_info and record.exc_info[0]:
            parts.append(told(record.exc_info[0], record.exc_info[2]))
        return " ".join(parts)
