"""Lessons at work, design review, search, corridors, evaluation, academy."""
