"""Reference numbers for stats::index: numpy 2.4, scipy 1.17. Writes index.json beside itself."""
import json
import pathlib

import numpy as np
from scipy import stats

rng = np.random.default_rng(20240501)
n, k = 60, 4
factor = rng.normal(size=(n, 1))
x = np.clip(np.round(7 + 1.6 * factor * [1, 0.8, 1.1, 0.4] + rng.normal(size=(n, k)) * [0.8, 1.2, 1, 1.5]), 1, 10)
y = np.clip(np.round(7 + 1.5 * factor[:, 0] + rng.normal(size=n)), 0, 10)

alpha = k / (k - 1) * (1 - x.var(0, ddof=1).sum() / x.sum(1).var(ddof=1))
f = stats.f(n - 1, (n - 1) * (k - 1))
ends = [1 - (1 - alpha) * f.ppf(p) for p in (0.975, 0.025)]

z = (x - x.mean(0)) / x.std(0)
values, vectors = np.linalg.eigh(np.corrcoef(x.T))
first = vectors[:, -1] * np.sign(vectors[:, -1].sum())
# PLS mode A, iterated as in the textbook: the block's weights are the covariances with the inner
# estimate, which with one outcome is the outcome itself.
w = np.ones(k)
for _ in range(50):
    score = z @ w / (z @ w).std()
    inner = np.sign(np.corrcoef(score, y)[0, 1]) * (y - y.mean()) / y.std()
    w = z.T @ inner / n
out = {"x": x.tolist(), "y": y.tolist(), "alpha": {"value": alpha, "low": ends[0], "high": ends[1]}}
for name, w in {"equal": np.ones(k) * x.std(0), "component": first, "outcome": w}.items():
    raw = w / x.std(0)
    raw = raw / raw.sum()
    person = 100 * (x @ raw - 1) / 9
    out[name] = {"weights": raw.tolist(), "index": person.mean(), "naive_se": person.std(ddof=1) / n**0.5}
ukcsi = 10 * x.mean(1)
half = stats.t(n - 1).ppf(0.975) * ukcsi.std(ddof=1) / n**0.5
out["ukcsi"] = {"value": ukcsi.mean(), "low": ukcsi.mean() - half, "high": ukcsi.mean() + half}
# The bootstrap that estimates the weights anew, 20,000 samples: its own error is about 0.5 %.
reps = []
for _ in range(20000):
    at = rng.integers(0, n, n)
    xs, ys = x[at], y[at]
    c = [np.corrcoef(xs[:, j], ys)[0, 1] / xs[:, j].std() for j in range(k)]
    reps.append(100 * (xs.mean(0) @ (c / np.sum(c)) - 1) / 9)
out["outcome"]["bootstrap_se"] = float(np.std(reps, ddof=1))
out["outcome"]["bootstrap_low"], out["outcome"]["bootstrap_high"] = np.quantile(reps, [0.025, 0.975]).tolist()
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out, indent=1) + "\n")
