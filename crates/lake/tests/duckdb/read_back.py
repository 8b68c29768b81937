"""Attaches a lake with DuckDB, read only, and prints what it reads as one line of JSON.

Usage: read_back.py CATALOGUE SCHEMA < queries (one SQL text per line, `{s}` for the schema)

CATALOGUE is a SQLite file, or postgres://… of a database with the schema hearback_lake.
"""

import glob
import json
import os
import sys

import duckdb
import duckdb_ext

catalogue, schema = sys.argv[1:3]
connection = duckdb.connect(config={"allow_unsigned_extensions": "true"})
folder = os.path.join(list(duckdb_ext.__path__)[0], "extensions", "*", "*")
for name in ("sqlite_scanner", "sqlite", "postgres_scanner", "postgres", "ducklake"):
    for path in glob.glob(os.path.join(folder, name + ".duckdb_extension")):
        connection.execute(f"LOAD '{path}'")
connection.execute("SET autoinstall_known_extensions = false")
if catalogue.startswith("postgres"):
    place = f"'ducklake:postgres:{catalogue}' AS lake (READ_ONLY, METADATA_SCHEMA 'hearback_lake')"
else:
    place = f"'ducklake:sqlite:{catalogue}' AS lake (READ_ONLY)"
connection.execute(f"ATTACH {place}")
answers = []
for line in sys.stdin:
    if line.strip():
        text = line.strip().replace("{s}", f'lake."{schema}"')
        answers.append([list(row) for row in connection.execute(text).fetchall()])
print(json.dumps(answers, default=str))
