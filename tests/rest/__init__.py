"""The REST API, through its own door: URLs, keys, sessions."""
