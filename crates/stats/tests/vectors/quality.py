"""Numbers for tests/it/careless.rs, by numpy and pandas. Run: python quality.py > quality.json"""
import json

import numpy as np
import pandas as pd
from scipy.stats import chi2

rng = np.random.default_rng(3)
n, k = 60, 9
factor = np.repeat(rng.normal(size=(n, 3)), 3, axis=1)
items = np.clip(np.round(3.4 + 1.1 * factor + 0.45 * rng.normal(size=(n, k))), 1, 5)
items[4] = 3
items[5] = rng.integers(1, 6, k)
items[rng.random((n, k)) < 0.03] = np.nan
seconds = np.round(np.exp(rng.normal(4.5, 0.35, n)), 1)
scales = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]


def run(row):
    there = row[~np.isnan(row)]
    best = length = 1
    for a, b in zip(there, there[1:]):
        length = length + 1 if a == b else 1
        best = max(best, length)
    return best


frame = pd.DataFrame(items)
mean, cov, corr = frame.mean().to_numpy(), frame.cov().to_numpy(), frame.corr().to_numpy()
pairs = [(a, b) for a in range(k) for b in range(a + 1, k) if cov[a, b] / np.sqrt(cov[a, a] * cov[b, b]) >= 0.6]


def correlation(x, y):
    there = ~(np.isnan(x) | np.isnan(y))
    x, y = x[there], y[there]
    if len(x) < 3 or x.std() == 0 or y.std() == 0:
        return None
    return float(np.corrcoef(x, y)[0, 1])


def row(i):
    x = items[i]
    there = ~np.isnan(x)
    off = (x - mean)[there]
    squared = float(off @ np.linalg.inv(cov[np.ix_(there, there)]) @ off)
    even = np.array([np.nanmean(x[s][1::2]) if (~np.isnan(x[s][1::2])).any() else np.nan for s in scales])
    odd = np.array([np.nanmean(x[s][0::2]) if (~np.isnan(x[s][0::2])).any() else np.nan for s in scales])
    r = correlation(even, odd)
    return dict(answers=[None if np.isnan(v) else float(v) for v in x], seconds=float(seconds[i]), longstring=run(x),
                irv=float(np.nanstd(x, ddof=1)), mahalanobis=squared, p=float(chi2.sf(squared, there.sum())),
                psychsyn=correlation(x[[a for a, _ in pairs]], x[[b for _, b in pairs]]),
                even_odd=None if r is None else max(-1.0, 2 * r / (1 + r) if r > -1 else -1.0))


logs = np.log(seconds)
middle = np.median(logs)
speed = (logs - middle) / (1.4826 * np.median(abs(logs - middle)))
rows = [dict(row(i), speed=float(speed[i])) for i in range(n)]
print(json.dumps(dict(pairs=pairs, scales=scales, rows=rows)))
