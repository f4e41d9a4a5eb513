"""Splits: which articles and sentences train and which test, and the ledger that never forgets it."""
