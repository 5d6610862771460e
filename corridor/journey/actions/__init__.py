"""The only places where records about workers and parties are written."""
