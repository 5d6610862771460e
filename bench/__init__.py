"""Measurements that print a table, each beside its floor or a peer in the same run. `make bench` runs them all."""
