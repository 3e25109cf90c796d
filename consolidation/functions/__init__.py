"""The algorithms, one a file: arrays in, arrays out, no Django."""
