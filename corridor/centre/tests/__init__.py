"""Tests of the workers' centre."""
