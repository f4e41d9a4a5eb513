"""Foreign projects: what others annotated in Label Studio with labels of their own, put into our words."""
