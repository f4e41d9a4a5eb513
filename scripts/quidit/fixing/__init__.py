"""Fixing: the repairs that problems carry, made in the files that they are of."""
