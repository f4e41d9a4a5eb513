"""The catalogue as people read it: the rules in a list, each with its examples, and the page of them all."""
