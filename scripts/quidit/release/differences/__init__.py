"""What changed between two releases, and the version that follows."""
