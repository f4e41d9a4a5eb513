"""From a committed corpus to a tag: the version, the files that say so, and the commit."""
