"""Reference numbers for stats::journey: removal by redirecting a step to loss and solving anew,
Shapley values by all orders, penalized logit by scipy's optimizer. Python 3.11, numpy, scipy.
Run: python journey.py > journey.json"""
import itertools, json, math
import numpy as np
from scipy.optimize import minimize

rng = np.random.default_rng(7)
K = 5
paths = []
for _ in range(60):
    length = rng.integers(1, 7)
    steps = [int(s) for s in rng.integers(0, K, length)]
    paths.append((steps, int(rng.integers(0, 20)), int(rng.integers(0, 60))))


def conversion(closed):
    """Chance to convert when steps in `closed` lead to loss."""
    counts = np.zeros((K + 3, K + 3))  # start, steps, converted, lost
    for steps, won, lost in paths:
        states = [0] + [s + 1 for s in steps]
        for a, b in zip(states, states[1:]):
            counts[a, b] += won + lost
        counts[states[-1], K + 1] += won
        counts[states[-1], K + 2] += lost
    p = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    for s in closed:
        p[:, K + 2] += p[:, s + 1]
        p[:, s + 1] = 0
    q, r = p[: K + 1, : K + 1], p[: K + 1, K + 1]
    return np.linalg.solve(np.eye(K + 1) - q, r)[0]


whole = conversion([])
removal = [1 - conversion([k]) / whole for k in range(K)]
v = {}
for n in range(K + 1):
    for kept in itertools.combinations(range(K), n):
        v[kept] = conversion([k for k in range(K) if k not in kept])
shapley = np.zeros(K)
for order in itertools.permutations(range(K)):
    kept = ()
    for k in order:
        more = tuple(sorted(kept + (k,)))
        shapley[k] += v[more] - v[kept]
        kept = more
shapley /= math.factorial(K)

n, M, S = 900, 4, 3
met = rng.random((n, M)) < [1, 0.8, 0.5, 0.3]
failed = met & (rng.random((n, M)) < [0.1, 0.2, 0.15, 0.4])
segment = rng.integers(0, S, n)
eta = -1.2 + failed @ [0.4, 1.1, 0.2, 0.9] + 0.4 * (segment == 2)
lost = rng.random(n) < 1 / (1 + np.exp(-eta))
x = np.c_[np.ones(n), failed, met[:, 1:], segment == 1, segment == 2].astype(float)


def objective(b):
    e = x @ b
    return -(lost @ e - np.logaddexp(0, e).sum() - 0.01 * (b[1:] ** 2).sum())


def slope(b):
    p = 1 / (1 + np.exp(-(x @ b)))
    return -(x.T @ (lost - p) - 0.02 * np.r_[0, b[1:]])


b = np.zeros(x.shape[1])
b = minimize(objective, b, jac=slope, method="BFGS", options={"gtol": 1e-9}).x
for _ in range(3):  # finish
    p = 1 / (1 + np.exp(-(x @ b)))
    ridge = np.diag(np.r_[0, np.full(len(b) - 1, 0.02)])
    information = (x.T * (p * (1 - p))) @ x + ridge
    b -= np.linalg.solve(information, slope(b))
cov = np.linalg.inv(information)
recoverable = []
for k in range(M):
    y = x.copy()
    y[:, 1 + k] = 0
    gone = 1 / (1 + np.exp(-(y @ b)))
    recoverable.append((1 / (1 + np.exp(-(x @ b))) - gone).mean())

print(
    json.dumps(
        {
            "paths": [{"steps": s, "converted": c, "lost": l} for s, c, l in paths],
            "removal": removal,
            "shapley": shapley.tolist(),
            "visits": [
                {
                    "failed": [bool(f) if m else None for f, m in zip(fs, ms)],
                    "segment": int(s),
                    "lost": bool(l),
                }
                for fs, ms, s, l in zip(failed, met, segment, lost)
            ],
            "effect": b[1 : 1 + M].tolist(),
            "se": np.sqrt(np.diag(cov))[1 : 1 + M].tolist(),
            "recoverable": recoverable,
        }
    )
)
