"""Problem cards that several tests ask with."""

# A call to keep a customer costs 20, and is worth 100 where the customer would have left.
RETENTION = """
[value]
currency = "원"
nothing = "stay"
[value.gain.leave]
leave = 80
stay = -100
[value.gain.stay]
leave = -20
stay = 0
"""
