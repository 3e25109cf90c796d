"""Which objects people should label next, one strategy a file."""
