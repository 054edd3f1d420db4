"""Three answers split into columns: a typical one, the highest one, the greatest mistake."""
