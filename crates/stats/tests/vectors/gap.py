"""Gaps of two shares: statsmodels for Newcombe, brute force for the score intervals.

pip install statsmodels scipy; python gap.py > gap.json
The score intervals are searched with the likelihood maximized numerically, since statsmodels'
`method="score"` is off by up to .0024.
"""

import json

import numpy as np
import statsmodels
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep

Z = norm.ppf(0.975)


def statistic(x1, n1, x2, n2, delta, factor):
    lo, hi = max(0.0, -delta), min(1.0, 1.0 - delta)
    log = lambda k, p: 0.0 if k == 0 else (k * np.log(p) if p > 0 else -np.inf)
    lost = lambda p: -(log(x1, p + delta) + log(n1 - x1, 1 - p - delta)
                       + log(x2, p) + log(n2 - x2, 1 - p))
    p = minimize_scalar(lost, bounds=(lo, hi), method="bounded", options={"xatol": 1e-13}).x
    p = min((p, lo, hi), key=lost)
    v = factor * ((p + delta) * (1 - p - delta) / n1 + p * (1 - p) / n2)
    return (x1 / n1 - x2 / n2 - delta) / np.sqrt(max(v, 1e-300))


def score(x1, n1, x2, n2, corrected):
    factor = (n1 + n2) / (n1 + n2 - 1) if corrected else 1.0
    d = x1 / n1 - x2 / n2
    at = lambda delta: abs(statistic(x1, n1, x2, n2, delta, factor)) - Z
    ends = []
    for limit in (-1.0, 1.0):
        near, far = d + np.sign(limit) * 1e-9, limit - np.sign(limit) * 1e-9
        ends.append(limit if at(far) < 0 else brentq(at, near, far, xtol=1e-12))
    return ends


cases = [(56, 70, 48, 80), (9, 10, 3, 10), (6, 7, 2, 7), (5, 56, 0, 29), (0, 10, 0, 20),
         (740, 1000, 87, 300), (3, 1000, 1, 300), (10, 10, 0, 20), (10, 10, 0, 10),
         (500, 1000, 150, 300), (1, 40, 39, 40)]
out = []
for x1, n1, x2, n2 in cases:
    out.append({"x1": x1, "n1": n1, "x2": x2, "n2": n2,
                "newcombe": confint_proportions_2indep(x1, n1, x2, n2, method="newcomb"),
                "miettinen_nurminen": score(x1, n1, x2, n2, True),
                "mee": score(x1, n1, x2, n2, False)})
print(json.dumps({"cases": out, "made_with": f"statsmodels {statsmodels.__version__}"}))
