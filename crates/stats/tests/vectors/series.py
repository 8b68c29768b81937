"""Numbers of statsmodels and ruptures for `stats::series`.

pip install numpy statsmodels ruptures; python series.py > series.json
"""

import json

import numpy
import ruptures
import statsmodels.api as sm


def nile():
    values = sm.datasets.nile.load_pandas().data["volume"].to_numpy()
    found = {}
    for breaks in (1, 2, 3):
        cuts = ruptures.Dynp(model="l2", min_size=2, jump=1).fit(values).predict(n_bkps=breaks)
        ends = [0, *cuts]
        rss = sum(((values[a:b] - values[a:b].mean()) ** 2).sum() for a, b in zip(ends, ends[1:]))
        found[str(breaks)] = {"cuts": cuts[:-1], "rss": rss}
    return {"values": values.tolist(), "best": found}


def steps(rng):
    """Levels that break; the best cut by its cost at a penalty without the length term."""
    levels = numpy.repeat([0, 3, 1, 1.8, -2], [40, 25, 60, 35, 40])
    values = levels + rng.normal(0, 0.7, len(levels))
    cuts = ruptures.Dynp(model="l2", min_size=2, jump=1).fit(values).predict(n_bkps=4)
    return {"values": values.tolist(), "cuts": cuts[:-1]}


def counts(rng):
    """Negative binomial with season, trend and exposure; the size by Pearson's moments."""
    t = numpy.arange(120)
    exposure = rng.integers(80, 300, len(t)).astype(float)
    mean = exposure * numpy.exp(-3.2 + 0.2 * t / 52 + 0.3 * numpy.sin(2 * numpy.pi * t / 52))
    y = rng.poisson(mean * rng.gamma(5, 1 / 5, len(t)))
    x = numpy.column_stack([numpy.ones(len(t)), t / 52, numpy.sin(2 * numpy.pi * t / 52),
                            numpy.cos(2 * numpy.pi * t / 52)])
    size = 10.0
    for _ in range(200):
        family = sm.families.NegativeBinomial(alpha=1 / size)
        fit = sm.GLM(y, x, family=family, offset=numpy.log(exposure)).fit(tol=1e-12, maxiter=200)
        low, high = 1e-3, 1e6
        for _ in range(200):
            size_ = (low * high) ** 0.5
            mu = fit.fittedvalues
            pearson = ((y - mu) ** 2 / (mu + mu**2 / size_)).sum()
            low, high = (low, size_) if pearson > fit.df_resid else (size_, high)
        if abs(size_ / size - 1) < 1e-13:
            break
        size = size_
    at, e = 121, 150.0
    row = numpy.array([1, at / 52, numpy.sin(2 * numpy.pi * at / 52), numpy.cos(2 * numpy.pi * at / 52)])
    cov = fit.cov_params() / fit.scale
    return {"count": y.tolist(), "exposure": exposure.tolist(), "size": size,
            "at": at, "at_exposure": e, "expected": float(e * numpy.exp(row @ fit.params)),
            "log_variance": float(row @ cov @ row)}


rng = numpy.random.default_rng(6)
print(json.dumps({"nile": nile(), "steps": steps(rng), "counts": counts(rng)}))
