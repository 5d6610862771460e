"""Encrypted backups: the container, writing, restoring, the folders they lie in."""
