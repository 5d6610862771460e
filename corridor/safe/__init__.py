"""A centre's keys, sealed records, lock and seal, audit, backup and restore."""
