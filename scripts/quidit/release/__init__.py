"""The release: rows, Parquet, card and manifest of the dataset that a corpus makes."""
