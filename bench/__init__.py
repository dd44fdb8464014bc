"""Measurements of what the product promises to be quick at: `make bench`. Figures to read, never tests."""
