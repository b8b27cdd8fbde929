"""Codes as values: a string that has the shape of its classification, in one spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any, ClassVar, Self

from coderlib.errors import UnknownCode

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """A code of one classification, spelled as coders write it.

    A value of this type has the right shape; whether a release holds it is for
    `coderlib.code_sets` to say, because that depends on the discharge date.
    """

    value: str

    system: ClassVar[str]
    system_title: ClassVar[str]
    shape: ClassVar[re.Pattern[str]]
    shape_in_words: ClassVar[str]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code however it was typed: `e1122`, ` E11.22 ` and `E11.22` are one code.

        Raises:
            UnknownCode: the text is not shaped like a code of this classification.
        """
        value = cls._spell(re.sub(r"[\s.]", "", text).upper())
        if not cls.shape.fullmatch(value):
            raise UnknownCode(
                f"{text.strip()[:40]!r} is not shaped like an {cls.system_title} code.",
                hint=f"write {cls.shape_in_words}",
            )
        return cls(value)

    @classmethod
    def _spell(cls, compact: str) -> str:
        return compact

    @property
    def compact(self) -> str:
        """The code without its dot, as claims and official files carry it."""
        return self.value.replace(".", "")

    def agreement(self, other: Code) -> int:
        """How many characters of the two codes agree from the left, the dot not counted."""
        pairs = zip(self.compact, other.compact, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    def __str__(self) -> str:
        return self.value

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # A look-up needs no pydantic, which takes longer to import than all of it.
        from pydantic_core import core_schema  # noqa: PLC0415

        def read(value: Any) -> Code:
            if isinstance(value, cls):
                return value
            if not isinstance(value, str):
                # pydantic collects ValueError; a TypeError would end the reading.
                raise ValueError(  # noqa: TRY004
                    f"an {cls.system_title} code is text, not {type(value).__name__}"
                )
            try:
                return cls.parse(value)
            except UnknownCode as error:
                raise ValueError(str(error)) from error

        return core_schema.no_info_plain_validator_function(
            read, serialization=core_schema.to_string_ser_schema()
        )


class Icd10cmCode(Code):
    """A diagnosis code of ICD-10-CM, three to seven characters, a dot after the third."""

    __slots__ = ()
    system = "icd-10-cm"
    system_title = "ICD-10-CM"
    # The second character was a digit until April 2026, which brought category QA0.
    shape = re.compile(r"[A-Z]([0-9][0-9A-Z]|[A-Z][0-9])(\.[0-9A-Z]{1,4})?")
    shape_in_words = "a letter, a digit, a third character, then up to four more, such as E11.22"

    @classmethod
    def _spell(cls, compact: str) -> str:
        return compact if len(compact) <= 3 else f"{compact[:3]}.{compact[3:]}"


class HcpcsCode(Code):
    """A code of HCPCS Level II: a letter and four digits; or a modifier of two characters."""

    __slots__ = ()
    system = "hcpcs"
    system_title = "HCPCS Level II"
    shape = re.compile(r"[A-V][0-9]{4}|[A-Z][A-Z0-9]")
    shape_in_words = "a letter and four digits, such as J1885, or a modifier such as RT"


class Icd10pcsCode(Code):
    """A procedure code of ICD-10-PCS, seven characters, without the letters I and O."""

    __slots__ = ()
    system = "icd-10-pcs"
    system_title = "ICD-10-PCS"
    shape = re.compile(r"[0-9A-HJ-NP-Z]{7}")
    shape_in_words = "seven characters, digits and letters other than I and O, such as 0FT44ZZ"


@lru_cache
def imported_code_type(system: str, title: str, shape: str, shape_in_words: str) -> type[Code]:
    """The type of the codes of a classification that a school imports.

    Args:
        system: its name in calls and commands, such as `opcs-4`.
        title: its name as printed.
        shape: a regular expression for a whole code, its dot included where it has one.
        shape_in_words: the same for a person, with an example.
    """
    pattern = re.compile(shape)

    def spell(_cls: type[Code], compact: str) -> str:
        dotted = f"{compact[:3]}.{compact[3:]}"
        return dotted if not pattern.fullmatch(compact) and pattern.fullmatch(dotted) else compact

    members: dict[str, Any] = {
        "__slots__": (),
        "__doc__": f"A code of {title}.",
        "system": system,
        "system_title": title,
        "shape": pattern,
        "shape_in_words": shape_in_words,
        "_spell": classmethod(spell),
    }
    return type(f"{system}-code", (Code,), members)
