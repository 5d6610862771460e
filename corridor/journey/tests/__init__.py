"""Tests of the journey."""
