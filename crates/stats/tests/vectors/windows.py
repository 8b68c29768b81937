"""Which stretches of days may be published, by scipy's linear programs, for privacy::windows.

pip install scipy; python windows.py > windows.json
"""

import json

import numpy
import scipy
from scipy.optimize import linprog

rng = numpy.random.default_rng(5)
K = 5


def safe(days, stretches):
    ends = sorted({e for s in stretches for e in s})
    pieces = [p for p in zip(ends, ends[1:]) if any(s[0] <= p[0] and p[1] <= s[1] for s in stretches)]
    if not pieces:
        return True
    counts = [sum(days[a:b]) for a, b in pieces]
    rows = [[float(s[0] <= a and b <= s[1]) for a, b in pieces] for s in stretches]
    sums = [sum(days[a:b]) for a, b in stretches]
    for piece, count in enumerate(counts):
        if 0 < count < K:
            asked = numpy.zeros(len(pieces))
            asked[piece] = 1
            least, most = (linprog(sign * asked, A_eq=rows, b_eq=sums, method="highs") for sign in (1, -1))
            if -most.fun - least.fun < K - 1e-6:
                return False
    return True


cases = []
for _ in range(60):
    days = rng.poisson(rng.choice([2.0, 4.0, 9.0]), 10).tolist()
    stretches = [sorted(rng.choice(11, 2, replace=False).tolist()) for _ in range(7)]
    kept, may = [], []
    for stretch in stretches:
        may.append(safe(days, kept + [stretch]))
        if may[-1]:
            kept.append(stretch)
    cases.append({"days": days, "stretches": stretches, "may": may})
print(json.dumps({"made_with": f"scipy {scipy.__version__}", "k": K, "cases": cases}))
