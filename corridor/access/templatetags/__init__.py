"""What templates ask of access."""
