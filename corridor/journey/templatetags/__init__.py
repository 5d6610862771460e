"""What templates ask of the journey."""
