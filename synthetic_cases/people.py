"""People, places and identifiers that can belong to nobody.

Given names, family names and streets come from Faker; everything that identifies is drawn
from ranges reserved for fiction (telephone 555-0100 to 0199, ZIP 000xx) or has a form of our
own (MRN, account).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial

from coderlib.encounter import Patient, Sex
from synthetic_cases.content import Voice
from synthetic_cases.names import Names
from synthetic_cases.writing.writer import Author

_AREA_CODES = ("212", "303", "312", "404", "415", "503", "617", "702", "713", "808", "919")


class People:
    """Draws people for one case, no name twice."""

    def __init__(self, rng: random.Random, places: Mapping[str, tuple[str, ...]]) -> None:
        self.rng = rng
        self.listed = Names(rng.getrandbits(32))
        self.places = places
        self.names: set[str] = set()

    def family(self) -> str:
        """A family name not yet used in this case."""
        return self._new(self.listed.family)

    def given(self, sex: Sex) -> str:
        """A given name not yet used in this case."""
        return self._new(partial(self.listed.given, sex))

    def _new(self, draw: Callable[[], str]) -> str:
        while True:
            name = draw()
            if name not in self.names:
                self.names.add(name)
                return name

    def phone(self) -> str:
        """A telephone number reserved for fiction."""
        return f"({self.rng.choice(_AREA_CODES)}) 555-01{self.rng.randrange(100):02d}"

    def patient(
        self, sex: Sex, age: int, admitted: datetime, town: str, *, days: int | None = None
    ) -> Patient:
        """A patient who is `age` years, or `days` days, old on admission and lives in a town."""
        on = admitted.date()
        born = date(on.year - age, on.month, min(on.day, 28)) - timedelta(
            days=self.rng.randrange(1, 350)
        )
        if days is not None:
            born = on - timedelta(days=days)
        zip_code = f"000{self.rng.randrange(100):02d}"
        return Patient(
            name=f"{self.given(sex)} {self.rng.choice('ABCDEGHJKLMRSTW')}. {self.family()}",
            mrn=f"SYN-{self.rng.randrange(10**7):07d}",
            birth_date=born,
            sex=sex,
            address=f"{self.listed.street_address()}, {town} {zip_code}",
            phone=self.phone(),
        )

    def author(self, voice_name: str, voice: Voice) -> Author:
        """A member of staff who writes in a voice."""
        sex = Sex.FEMALE if self.rng.random() < 0.52 else Sex.MALE
        low, high = voice.abbreviates
        name = f"{self.given(sex)} {self.family()}, {self.rng.choice(voice.credentials)}"
        return Author(
            name=name,
            role=voice.role,
            voice=voice_name,
            provider=voice.provider,
            abbreviates=low + (high - low) * self.rng.random(),
            slips=voice.slips[0] + (voice.slips[1] - voice.slips[0]) * self.rng.random(),
        )
