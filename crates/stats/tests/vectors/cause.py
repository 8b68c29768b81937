"""Numbers for tests/it/causes.rs, by numpy and statsmodels. Run: python cause.py > cause.json"""
import itertools
import json

import numpy as np
from scipy.stats import norm
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(7)
n = 240
sizes = (3, 2, 2)
at = np.stack([rng.integers(0, k, n) for k in sizes], 1)
period = rng.integers(0, 2, n)
value = rng.choice([-100.0, 0.0, 100.0], n, p=[0.25, 0.3, 0.45])
fell = (period == 1) & (at[:, 0] == 1) & (at[:, 1] == 1)
value[fell] = rng.choice([-100.0, 0.0, 100.0], fell.sum(), p=[0.7, 0.2, 0.1])
weight = np.round(rng.uniform(0.5, 2.0, n), 3)


def mean(rows):
    return np.average(value[rows], weights=weight[rows])


def spread(rows):
    m = mean(rows)
    return np.average((value[rows] - m) ** 2, weights=weight[rows])


before, after = period == 0, period == 1
center = (mean(before) + mean(after)) / 2
prior = (spread(before) + spread(after)) / 2


def error2(rows):
    """Linearized variance of a weighted mean; two rows' worth of spread is borrowed."""
    k, w = rows.sum(), weight[rows]
    own = (w**2 * (value[rows] - mean(rows)) ** 2).sum()
    return (own + 2 * prior * (w**2).sum() / k) / (k + 2) * k / w.sum() ** 2


def parts(inside):
    w0, w1 = (weight[inside & t].sum() / weight[t].sum() for t in (before, after))
    m0, m1 = mean(inside & before), mean(inside & after)
    return (w1 - w0) * ((m0 + m1) / 2 - center), (m1 - m0) * (w0 + w1) / 2


def part_error2(inside):
    total = 0.0
    for t in (before, after):
        u = np.where(inside[t], value[t] - center, 0.0)
        w = weight[t] / weight[t].sum()
        total += (w**2 * (u - (w * u).sum()) ** 2).sum()
    return total


cells = []
for dims in [(a,) for a in range(3)] + list(itertools.combinations(range(3), 2)):
    for values in itertools.product(*(range(sizes[d]) for d in dims)):
        inside = np.all([at[:, d] == v for d, v in zip(dims, values)], 0)
        groups = [inside & before, inside & after, ~inside & before, ~inside & after]
        if min(g.sum() for g in groups) < 10:
            continue
        m = [mean(g) for g in groups]
        contrast = (m[1] - m[0]) - (m[3] - m[2])
        z = contrast / np.sqrt(sum(error2(g) for g in groups))
        mix, rate = parts(inside)
        half = norm.ppf(0.975) * np.sqrt(part_error2(inside))
        cells.append(dict(cell=[[int(d), int(v)] for d, v in zip(dims, values)], contrast=contrast, z=z,
                          p=2 * norm.sf(abs(z)), mix=mix, rate=rate, low=mix + rate - half, high=mix + rate + half))
for cell, q in zip(cells, multipletests([c["p"] for c in cells], method="fdr_bh")[1]):
    cell["q"] = q
finest = [np.all(at == v, 1) for v in itertools.product(*(range(k) for k in sizes))]
mixes, rates = zip(*(parts(c) for c in finest))
out = dict(rows=[[*map(int, a), int(t), float(v), float(w)] for a, t, v, w in zip(at, period, value, weight)],
           delta=mean(after) - mean(before), mix=sum(mixes), rate=sum(rates), cells=cells)
print(json.dumps(out))
