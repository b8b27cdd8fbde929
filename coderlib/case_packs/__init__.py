"""Case packs from elsewhere: their public format, their faults, import, and amendments.

`coderlib.case_pack` reads and writes the two files of a case; this package says what is wrong
with them, makes them of texts and annotations, and keeps the history of their keys.
"""
