"""What the images look like: some of each class, and the mean of all of its images."""
