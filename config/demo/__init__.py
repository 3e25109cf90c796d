"""The main job on real data, each step through the door that a customer or a worker would use."""
