"""To learn from: how algorithms learned on this table, by their knobs and round by round."""
