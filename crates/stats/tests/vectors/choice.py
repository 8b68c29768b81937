"""Standard errors of golden 11's choices between two cards at the exact maximum.

The golden errors come from R's glm, which ends one step short of the maximum; here Newton's method
runs on 40 digits until nothing moves. pip install mpmath; python choice.py FOLDER > choice.json,
where FOLDER holds input_bank.csv.gz of golden 11.
"""

import csv
import gzip
import json
import sys
from collections import Counter, defaultdict

import mpmath
from mpmath import mp, mpf

mp.dps = 40

with gzip.open(sys.argv[1] + "/input_bank.csv.gz", "rt") as file:
    header, *rows = csv.reader(file)
names = header[2:]
size = len(names)
# A row of differences of attributes and how often each respondent chose or refused it.
cards = Counter((int(row[0]), int(row[1]), tuple(int(v) for v in row[2:])) for row in rows)


def derivatives(coef):
    gradient = [mpf(0)] * size
    information = mpmath.zeros(size)
    scores = defaultdict(lambda: [mpf(0)] * size)
    for (respondent, chosen, x), times in cards.items():
        there = [(j, v) for j, v in enumerate(x) if v]
        p = 1 / (1 + mpmath.exp(-sum(coef[j] * v for j, v in there)))
        for j, v in there:
            gradient[j] += times * (chosen - p) * v
            scores[respondent][j] += times * (chosen - p) * v
            for k, w in there:
                information[j, k] += times * p * (1 - p) * v * w
    return gradient, information, scores


coef = [mpf(0)] * size
steps = []
while not steps or steps[-1] > mpf(10) ** -30:
    gradient, information, _ = derivatives(coef)
    step = mpmath.lu_solve(information, mpmath.matrix(gradient))
    coef = [b + s for b, s in zip(coef, step)]
    steps.append(max(abs(s) for s in step))
_, information, scores = derivatives(coef)
model = information ** -1
between = mpmath.zeros(size)
for score in scores.values():
    between += mpmath.matrix(score) * mpmath.matrix(score).T
cluster = model * between * model

print(json.dumps({
    "made_with": f"mpmath {mpmath.__version__}, {mp.dps} digits, last step {mpmath.nstr(steps[-1], 2)}",
    "coef": {n: float(coef[j]) for j, n in enumerate(names)},
    "se": {n: float(mpmath.sqrt(model[j, j])) for j, n in enumerate(names)},
    "cluster_se": {n: float(mpmath.sqrt(cluster[j, j])) for j, n in enumerate(names)},
}, indent=1))
