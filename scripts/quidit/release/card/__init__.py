"""The card of a release: its README, for programs and for people."""
