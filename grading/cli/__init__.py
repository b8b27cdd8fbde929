"""Commands of the program that belong to grading."""
