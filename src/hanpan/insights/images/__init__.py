"""Images that the model got right and wrong, the classes it mixes up, and which part of the image it looks at."""
