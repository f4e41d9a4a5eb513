"""Git: what a repository remembers of a corpus, and a release recorded in it; no other module runs git."""
