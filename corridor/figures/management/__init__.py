"""What `manage.py` does otherwise here than the framework would."""
