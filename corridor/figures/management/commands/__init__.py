"""Commands of `manage.py`, which the framework finds here."""
