"""Verifying: a release held against what its tag makes, file by file, with what differs in words."""
