"""How many hidden nodes? Networks of many sizes on this table."""
