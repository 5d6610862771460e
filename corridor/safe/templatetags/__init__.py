"""What templates may ask of safe."""
