"""Language: what is known of languages, and the sentences, words and characters of a text by it."""
