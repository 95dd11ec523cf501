"""Statistics and arithmetic that know nothing of our data: arrays in, estimates out."""
