"""The Hub of Hugging Face: where releases are published, and where they are read from."""
