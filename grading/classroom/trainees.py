"""The trainees of the demonstration class: invented people, each of an ability."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trainee:
    """A simulated trainee.

    Attributes:
        id: the name nbgrader knows them by.
        ability: 0 to 1; about the chance to get a task of middling difficulty right.
    """

    id: str
    first_name: str
    last_name: str
    ability: float


TRAINEES = (
    Trainee("avery-lindqvist", "Avery", "Lindqvist", 0.97),
    Trainee("bilal-okonjo", "Bilal", "Okonjo", 0.90),
    Trainee("chiara-meadows", "Chiara", "Meadows", 0.83),
    Trainee("dmitri-fairweather", "Dmitri", "Fairweather", 0.76),
    Trainee("esperanza-holt", "Esperanza", "Holt", 0.69),
    Trainee("farid-castellane", "Farid", "Castellane", 0.62),
    Trainee("greta-onwuachi", "Greta", "Onwuachi", 0.55),
    Trainee("hiro-bellweather", "Hiro", "Bellweather", 0.47),
    Trainee("imani-strand", "Imani", "Strand", 0.39),
    Trainee("jonas-perepelitsa", "Jonas", "Perepelitsa", 0.31),
    Trainee("kamala-thornbury", "Kamala", "Thornbury", 0.22),
    Trainee("luca-adeyemi", "Luca", "Adeyemi", 0.12),
)
"""Twelve, from one who could sit the exam tomorrow to one who has just begun."""
