"""Turns the answers of several fallible people into one label with a confidence."""
