"""Croissant: a release described for programs in JSON-LD, with where it comes from and what may be done with it."""
