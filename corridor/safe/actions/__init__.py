"""The only writers of everything in `safe`: records, members and keys, the state of a centre, retention."""
