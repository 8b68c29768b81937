"""Attaches a lake with DuckDB, read only, and prints what it reads as one line of JSON.

Usage: read_back.py CATALOGUE.sqlite SCHEMA < queries (one SQL text per line, `{s}` for the schema)
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
for name in ("sqlite_scanner", "sqlite", "ducklake"):
    for path in glob.glob(os.path.join(folder, name + ".duckdb_extension")):
        connection.execute(f"LOAD '{path}'")
connection.execute("SET autoinstall_known_extensions = false")
connection.execute(f"ATTACH 'ducklake:sqlite:{catalogue}' AS lake (READ_ONLY)")
answers = []
for line in sys.stdin:
    if line.strip():
        text = line.strip().replace("{s}", f'lake."{schema}"')
        answers.append([list(row) for row in connection.execute(text).fetchall()])
print(json.dumps(answers, default=str))
