"""Asks DuckDB about a lake, read only, and prints rows and seconds as one line of JSON.

Usage: with_duckdb.py CATALOGUE.sqlite SCHEMA TIMES < queries
A JSON list of SQL texts on standard input, `{s}` for the schema; each is run TIMES times on two
threads and the shortest time is told.
"""

import glob
import json
import os
import sys
import time

import duckdb
import duckdb_ext

catalogue, schema, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
connection = duckdb.connect(config={"allow_unsigned_extensions": "true", "threads": "2"})
folder = os.path.join(list(duckdb_ext.__path__)[0], "extensions", "*", "*")
for name in ("sqlite_scanner", "sqlite", "ducklake"):
    for path in glob.glob(os.path.join(folder, name + ".duckdb_extension")):
        connection.execute(f"LOAD '{path}'")
connection.execute("SET autoinstall_known_extensions = false")
connection.execute(f"ATTACH 'ducklake:sqlite:{catalogue}' AS lake (READ_ONLY)")
answers = []
for query in json.load(sys.stdin):
    text = query.replace("{s}", f'lake."{schema}"')
    best, rows = None, []
    for _ in range(times):
        begun = time.perf_counter()
        rows = connection.execute(text).fetchall()
        spent = time.perf_counter() - begun
        best = spent if best is None else min(best, spent)
    answers.append({"rows": [list(row) for row in rows], "seconds": best})
print(json.dumps({"version": duckdb.__version__, "answers": answers}, default=str))
