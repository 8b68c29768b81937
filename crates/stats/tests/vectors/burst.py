"""Numbers of scipy and statsmodels for `stats::burst` and `stats::paired`.

pip install scipy statsmodels; python burst.py > burst.json
"""

import json

import numpy
import scipy
import statsmodels
from scipy.stats import binomtest, nbinom
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests


def tails():
    for mean, size in [(0.02, 1), (0.7, 3.5), (4, 2), (12, 400), (37.5, 0.4),
                       (900, 55), (20000, 800), (15000, 60000)]:
        law = nbinom(size, size / (size + mean))
        counts = {1, 3, *(int(law.isf(p)) + 1 for p in (0.9, 0.3, 0.05, 1e-4, 1e-9))}
        for count in sorted(counts):
            yield {"count": count, "mean": mean, "size": size, "tail": law.sf(count - 1)}


def windows(rng, length, rate, spread):
    exposures = rng.integers(40, 400, length + 1)
    means = rate * exposures
    counts = rng.poisson(rng.gamma(1 / spread, spread * means) if spread else means)
    return [[int(c), int(e)] for c, e in zip(counts, exposures)]


def dispersion(history):
    """Residuals are M y with M = I - w 1'; under V their squares expect trace(M V M')."""
    y, e = numpy.array(history, float).T
    w = e / e.sum()
    m = numpy.eye(len(y)) - numpy.outer(w, numpy.ones(len(y)))
    squares = lambda v: numpy.trace(m @ numpy.diag(v) @ m.T)
    total = y.sum()
    excess = ((m @ y) ** 2).sum() - squares(total * w)
    # Y (Y - 1) expects M^2 (1 + phi sum w^2).
    return excess, squares(total * (total - 1) * w**2) - excess * (w**2).sum()


def families():
    rng = numpy.random.default_rng(7)
    for spread in (0, 0.4):
        family = [windows(rng, 9, rate, spread) for rate in (0.004, 0.02, 0.05, 0.1)]
        family[1][-1][0] += 14
        sums = [dispersion(series[:-1]) for series in family]
        common = max(0.0, sum(s for s, _ in sums) / sum(b for _, b in sums))
        ps = []
        used = []
        for series, (excess, scale) in zip(family, sums):
            history, (y, e) = numpy.array(series[:-1], float), series[-1]
            total, mentions = history[:, 1].sum(), history[:, 0].sum()
            phi = max(common, excess / scale)
            size = 1 / (1 / (mentions + 1) + phi * (1 + ((history[:, 1] / total) ** 2).sum()))
            mean = e * (mentions + 1) / total
            ps.append(nbinom.sf(y - 1, size, size / (size + mean)))
            used.append(phi)
        yield {"series": family, "common": common, "dispersion": used, "p": ps,
               "q": list(multipletests(ps, method="fdr_bh")[1])}


def conditional():
    """Without dispersion the test is the conditional binomial one."""
    for y, e, history in [(9, 100, [2, 1, 3, 2]), (3, 40, [0, 0, 0, 0]), (60, 350, [11, 9, 10, 12, 8])]:
        total = 100 * len(history)
        p = binomtest(y, y + sum(history), e / (e + total), alternative="greater").pvalue
        yield {"newest": [y, e], "history": [[c, 100] for c in history], "p": p}


def paired():
    for won, lost in [(0, 0), (4, 0), (8, 2), (3, 7), (41, 19), (600, 520)]:
        n = won + lost
        better = binomtest(won, n, 0.5, alternative="greater").pvalue if n else 1.0
        differ = mcnemar([[0, won], [lost, 0]], exact=True).pvalue if n else 1.0
        yield {"won": won, "lost": lost, "p_better": better, "p_differ": differ}


print(json.dumps({
    "made_with": f"scipy {scipy.__version__}, statsmodels {statsmodels.__version__}",
    "tails": list(tails()),
    "families": list(families()),
    "conditional": list(conditional()),
    "paired": list(paired()),
}, indent=1, default=float))
