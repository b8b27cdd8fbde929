"""A class on disk: its course, its exchange, its trainees, and the steps between them."""
