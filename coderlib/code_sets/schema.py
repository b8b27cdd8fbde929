"""The tables of a compiled code set: one SQLite file for one release of one classification."""

from __future__ import annotations

VERSION = 6
"""Raised whenever a table, or the reading of a source, changes; every store is then made anew."""

TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Chapters, blocks and codes in the order of the book, then codes of other years. A code may
-- be reported from `first` to `last` (0 and 0 where it never may), and is there, itself or
-- with a code below it, from `since` to `until`; days are numbers YYYYMMDD. `notes` is a
-- JSON list of [kind, text, references].
CREATE TABLE node (
    number INTEGER PRIMARY KEY,
    parent INTEGER,
    level INTEGER NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    notes TEXT
);

-- What a search looks through: titles, inclusion terms, lay terms. A row's number is its
-- rank before any words are known, so that the first rows of an unordered match are its best.
CREATE TABLE term (
    number INTEGER PRIMARY KEY,
    node INTEGER NOT NULL,
    text TEXT NOT NULL,
    stems TEXT NOT NULL,
    weight REAL NOT NULL,
    prior REAL NOT NULL
);

-- Every word of the terms with its stem, and every stem with what meeting it tells.
CREATE TABLE word (
    number INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE,
    stem TEXT NOT NULL,
    uses INTEGER NOT NULL
);
CREATE TABLE stem (stem TEXT PRIMARY KEY, weight REAL NOT NULL) WITHOUT ROWID;

-- Synonyms and abbreviations, as stems; `meaning` is what the classification says instead.
CREATE TABLE synonym (phrase TEXT NOT NULL, meaning TEXT NOT NULL);

CREATE VIRTUAL TABLE term_words USING fts5(
    stems, content='', detail=none, columnsize=0, tokenize='ascii'
);
CREATE VIRTUAL TABLE word_shape USING fts5(word, content='', columnsize=0, tokenize='trigram');
"""

INDEXES = """
CREATE UNIQUE INDEX node_code ON node (name) WHERE level >= 2;
CREATE INDEX node_parent ON node (parent);
"""
