"""The learning rate that suits the best network here."""
