"""What learns from labeled objects and says how likely each class is for the others; no Django."""
