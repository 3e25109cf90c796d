"""From answers to what an output line says, one form a module (spec 2.8); `catalogue.py` has them by name."""
