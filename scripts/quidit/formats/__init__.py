"""Formats: what other programs write, taken into a corpus."""
