"""The tables of the registry's database.

Files lie in the database too, in pieces under their SHA-256: a version and its file are written in one transaction, so
that neither is ever there without the other, and a team needs no folder that all of it can reach.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

LAYOUT = 1  # number of the layout; raise it with a step in ``store``
METADATA = MetaData()

layout = Table("hanpan_layout", METADATA, Column("number", Integer, primary_key=True))

files = Table(
    "hanpan_files",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
)

pieces = Table(
    "hanpan_pieces",
    METADATA,
    Column("digest", String(64), ForeignKey(files.c.digest), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

models = Table(
    "hanpan_models",
    METADATA,
    Column("name", String(100), primary_key=True),
    Column("last", Integer, nullable=False),  # the highest number ever given
)

versions = Table(
    "hanpan_versions",
    METADATA,
    Column("name", String(100), ForeignKey(models.c.name), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("digest", String(64), ForeignKey(files.c.digest), nullable=False),
    Column("size", Integer, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("told", JSON, nullable=False),
)

aliases = Table(
    "hanpan_aliases",
    METADATA,
    Column("name", String(100), primary_key=True),
    Column("alias", String(20), primary_key=True),
    Column("version", Integer, nullable=False),
    ForeignKeyConstraint(["name", "version"], [versions.c.name, versions.c.version]),
)

windows = Table(  # rows of a day that a service answered, summed up; of models from files, too
    "hanpan_windows",
    METADATA,
    Column("name", String(100), primary_key=True),
    Column("version", String(64), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("counts", JSON, nullable=False),
)

events = Table(
    "hanpan_events",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("name", String(100), nullable=False, index=True),
    Column("told", JSON, nullable=False),
)
