"""Numbers of scipy and statsmodels for `stats::burst` and `stats::paired`.

pip install scipy statsmodels; python burst.py > burst.json
"""

import json

import numpy
import scipy
import statsmodels
from scipy.integrate import quad
from scipy.optimize import minimize_scalar
from scipy.stats import beta, binomtest, dirichlet_multinomial, nbinom
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


DISPERSIONS = numpy.exp(numpy.linspace(numpy.log(0.002), numpy.log(4), 25))


def likelihood(history):
    """Of every dispersion, given the total: Dirichlet-multinomial windows."""
    y, e = numpy.array(history).T
    w = e / e.sum()
    logs = numpy.array([dirichlet_multinomial.logpmf(y, w / (phi * (w**2).sum()), y.sum())
                        for phi in DISPERSIONS])
    return numpy.exp(logs - logs.max())


def rates(histories):
    """Shape and rate of the gamma prior, the family's mean rate kept."""
    y = numpy.array([sum(c for c, _ in h) for h in histories])
    e = numpy.array([sum(e for _, e in h) for h in histories])
    mean = y.sum() / e.sum()
    lost = lambda a: -nbinom.logpmf(y, a, a / (a + mean * e)).sum()
    inside = minimize_scalar(lost, bounds=(0.5, 1), method="bounded", options={"xatol": 1e-12}).x
    shape = min([0.5, inside, 1.0], key=lost)
    return shape, shape / mean


def weights(histories):
    """The prior of the dispersion: log-normal laws, averaged by how likely they make all."""
    logs = numpy.log(DISPERSIONS)
    laws = numpy.array([numpy.exp(-0.5 * ((logs - center) / spread) ** 2)
                        for center in logs for spread in (0.1, 0.3, 0.6, 0.9, 1.2, 1.5)])
    laws /= laws.sum(axis=1, keepdims=True)
    score = sum(numpy.log(laws @ likelihood(h)) for h in histories)
    prior = numpy.exp(score - score.max()) @ laws
    return prior / prior.sum()


def families():
    rng = numpy.random.default_rng(7)
    for spread, size in ((0, 4), (0.4, 4), (0.2, 40)):
        family = [windows(rng, 9, rate, spread)
                  for rate in (0.004, 0.02, 0.05, 0.1) for _ in range(size // 4)]
        family[1][-1][0] += 24
        if size > 4:
            # One exposure for all, as in a report with equal windows.
            family = [[[c, 150] for c, _ in series] for series in family]
        histories = [series[:-1] for series in family]
        shape, rate = rates(histories)
        prior = weights(histories)
        ps, used = [], []
        for (y, e), history in zip((series[-1] for series in family), histories):
            counts, exposures = numpy.array(history, float).T
            own = prior * likelihood(history)
            own /= own.sum()
            known = counts.sum() + shape
            mean = e * known / (exposures.sum() + rate)
            uneven = ((exposures / exposures.sum()) ** 2).sum()
            b = (1 + DISPERSIONS * mean) / (1 / known + DISPERSIONS * uneven)
            a = 1 + b / (DISPERSIONS * mean)
            ps.append(own @ above(y, DISPERSIONS, a, b))
            used.append(own @ DISPERSIONS)
        yield {"series": family, "dispersion": used, "p": ps,
               "q": list(multipletests(ps, method="fdr_bh")[1])}


def above(y, mean_dispersion, a, b):
    """P(X >= y) of negative binomial counts whose chance of success is a beta variable."""
    found = []
    for phi, left, right in zip(mean_dispersion, a, b):
        tail = lambda u: nbinom.sf(y - 1, 1 / phi, beta.ppf(u, left, right))
        cuts = [0, 1e-9, 1e-6, 1e-4, 1e-2, 0.1, 0.5, 1]
        found.append(sum(quad(tail, *ends, epsabs=0, epsrel=1e-9, limit=200)[0]
                         for ends in zip(cuts, cuts[1:])))
    return found


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
