"""A contribution: what a branch changes in a corpus, and what is wrong with that by the rules of its base."""
