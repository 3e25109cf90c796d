"""The labeling site: pages, the work socket and the template frame."""
