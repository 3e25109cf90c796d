"""Frozen networks that turn a text or a picture into a row of numbers; no Django."""
