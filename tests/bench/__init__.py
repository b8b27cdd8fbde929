"""Measuring speed and memory; `make bench` runs it."""
