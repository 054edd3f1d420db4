"""The registry: model files by name and version, who answers under which alias, and why that was changed.

Here: storing, finding, promoting and comparing model files. SQLite by default, PostgreSQL by its address for a team.
Not here: serving them. Only this room imports SQLAlchemy.
"""
