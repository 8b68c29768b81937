"""Reference numbers for stats::survival::at_boundary (exact conditional test and interval by
scipy), stats::ranking (posterior by a fine two-dimensional grid).
Python 3.11, numpy, scipy. Run: python tenure.py > tenure.json"""
import json
import numpy as np
from scipy import stats
from scipy.special import betaln

boundaries = []
for d, n, e, m in [(30, 900, 40, 6000), (3, 500, 50, 5000), (12, 400, 0, 2400), (0, 100, 9, 900)]:
    c = n / m
    test = stats.binomtest(d, d + e, c / (1 + c), alternative="greater").pvalue
    less = stats.binomtest(d, d + e, c / (1 + c), alternative="less").pvalue
    ci = stats.binomtest(d, d + e).proportion_ci(0.95, "exact")
    odds = lambda p: p / (1 - p) / c
    boundaries.append(
        dict(d=d, n=n, e=e, m=m, p=min(1, 2 * min(test, less)), low=odds(ci.low), high=odds(ci.high) if ci.high < 1 else None)
    )

rng = np.random.default_rng(3)
S = 40
size = rng.integers(5, 80, S)
truth = rng.normal(0, 0.5, S)
squares, means = [], []
for k, t in zip(size, truth):
    y = rng.normal(7 + t, 2, k)
    means.append(y.mean())
    squares.append((y**2).sum())
means = np.array(means)
within = (np.array(squares) - size * means**2).sum() / (size - 1).sum()
taus = np.linspace(0.0005, 2.5, 1000)
mus = np.linspace(5.5, 8.5, 601)
logs = np.array(
    [[stats.norm.logpdf(means, mu, np.sqrt(within / size + tau**2)).sum() + np.log(tau) for mu in mus] for tau in taus]
)
w = np.exp(logs - logs.max())
w /= w.sum()
mean, second = np.zeros(S), np.zeros(S)
for i, tau in enumerate(taus):
    b = tau**2 / (tau**2 + within / size)
    value = mus[:, None] * (1 - b) + b * means
    mean += w[i] @ value
    second += w[i] @ (value**2 + b * within / size)
se = np.sqrt(second - mean**2)

hits = rng.binomial(size, rng.beta(12, 8, S))
rhos = (np.arange(20000) + 0.5) / 20000
logs, shares = [], []
for rho in rhos:
    M = 1 / rho - 1
    weight = size / (1 + (size - 1) * rho)
    m = (weight * hits / size).sum() / weight.sum()
    logs.append((betaln(m * M + hits, (1 - m) * M + size - hits) - betaln(m * M, (1 - m) * M)).sum())
    shares.append((m * M + hits) / (M + size))
w = np.exp(np.array(logs) - max(logs))
share = (w / w.sum()) @ np.array(shares)

print(
    json.dumps(
        dict(
            boundaries=boundaries,
            places=dict(n=size.tolist(), sum=(size * means).tolist(), sum_sq=squares, value=mean.tolist(), se=se.tolist()),
            shares=dict(n=size.tolist(), hits=hits.tolist(), value=share.tolist()),
        )
    )
)
