"""The demonstration class, as these tests see it."""

from demonstration_class import demonstration, jupyter_places, marked

__all__ = ["demonstration", "jupyter_places", "marked"]
