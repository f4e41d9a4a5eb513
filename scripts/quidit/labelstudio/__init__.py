"""Label Studio: articles made into tasks, and what annotators made of them read back, as dictionaries and records."""
