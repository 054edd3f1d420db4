"""How far the truth lies from a prediction."""
