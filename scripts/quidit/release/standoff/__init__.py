"""A release without its words, and the words put back."""
