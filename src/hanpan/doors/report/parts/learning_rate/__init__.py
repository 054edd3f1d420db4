"""Which learning rate? Short trainings with several of them."""
