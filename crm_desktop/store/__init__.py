"""The company file: one SQLite database, its journal, its lock and its migrations."""
