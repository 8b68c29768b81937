"""Numbers of statsmodels and scipy for `stats::regress` and `stats::bootstrap`.

pip install statsmodels scipy; python regress.py > regress.json
"""

import json
import warnings

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import stats
from scipy.optimize import minimize
from statsmodels.miscmodels.ordinal_model import OrderedModel

warnings.simplefilter("ignore")
rng = np.random.default_rng(4)
N = 60
X = np.column_stack([np.ones(N), rng.normal(size=N), rng.integers(1, 6, N).astype(float)])
eta = X @ [0.2, 0.7, -0.15]
weight = np.round(rng.uniform(0.3, 2.5, N), 3)
offset = np.round(rng.normal(0, 0.2, N), 3)
cluster = rng.integers(0, 12, N)
X = np.round(X, 4)
y = {
    "gaussian": np.round(eta + rng.normal(size=N), 3),
    "binomial": (rng.random(N) < 1 / (1 + np.exp(-eta))).astype(float),
    "count": rng.poisson(np.exp(eta + 0.8)).astype(float),
    "category": np.digitize(eta + rng.logistic(size=N), [-1.0, 0.4, 1.5]).astype(float),
}
THETA = 2.5
families = {
    "binomial": (sm.families.Binomial(), y["binomial"]),
    "poisson": (sm.families.Poisson(), y["count"]),
    "quasi_poisson": (sm.families.Poisson(), y["count"]),
    "negative_binomial": (sm.families.NegativeBinomial(alpha=1 / THETA), y["count"]),
}


def told(fit, hc1, clustered):
    return {
        "coef": fit.params, "cov": fit.cov_params(), "hc1": hc1.cov_params(),
        "clustered": clustered.cov_params(), "log_likelihood": fit.llf, "scale": fit.scale,
    }


groups = {"groups": cluster}
ols = sm.WLS(y["gaussian"] - offset, X, weights=weight)
out = {"wls": told(ols.fit(), ols.fit(cov_type="HC1"), ols.fit(cov_type="cluster", cov_kwds=groups))}
for name, (family, outcome) in families.items():
    model = sm.GLM(outcome, X, family=family, offset=offset, var_weights=weight)
    scale = {"scale": "X2"} if name == "quasi_poisson" else {}
    fit = lambda **a: model.fit(tol=1e-14, maxiter=200, **scale, **a)
    out[name] = told(fit(), fit(cov_type="HC1"), fit(cov_type="cluster", cov_kwds=groups))
    # For a GLM statsmodels' HC1 leaves out the factor of its linear models.
    out[name]["hc1"] = out[name]["hc1"] * N / (N - 3)
    out[name]["deviance"] = fit().deviance
    if name == "quasi_poisson":
        out[name]["log_likelihood"] = model.fit(tol=1e-14).llf

# statsmodels takes the observed information as bread where the link is not canonical; R's
# sandwich package and we take the expected one.
mu = model.fit(tol=1e-14).fittedvalues
score = X * (weight * (y["count"] - mu) / (1 + mu / THETA))[:, None]
bread = model.fit(tol=1e-14).cov_params()
sums = np.array([score[cluster == g].sum(0) for g in np.unique(cluster)])
G = len(sums)
out["negative_binomial"]["hc1"] = bread @ score.T @ score @ bread * N / (N - 3)
out["negative_binomial"]["clustered"] = (
    bread @ sums.T @ sums @ bread * G / (G - 1) * (N - 1) / (N - 3))

ridge = np.array([0, 3.0, 1.5])
d = y["gaussian"]
out["ridge"] = {"coef": np.linalg.solve(X.T @ X + np.diag(ridge), X.T @ d)}


def lost(b):
    e = X @ b
    return np.sum(np.logaddexp(0, e) - y["binomial"] * e) + 0.5 * np.sum(ridge * b * b)


def slope(b):
    return X.T @ (1 / (1 + np.exp(-X @ b)) - y["binomial"]) + ridge * b


best = minimize(lost, np.zeros(3), jac=slope, method="BFGS", options={"gtol": 1e-11}).x
p = 1 / (1 + np.exp(-X @ best))
best -= np.linalg.solve(X.T @ (X * (p * (1 - p))[:, None]) + np.diag(ridge), slope(best))
out["ridge_logit"] = {"coef": best}

ordered = OrderedModel(y["category"].astype(int), X[:, 1:], distr="logit")
fit = ordered.fit(method="newton", maxiter=200, tol=1e-14, disp=0)
cuts = ordered.transform_threshold_params(fit.params)[1:-1]
out["ordinal"] = {"coef": fit.params[:2], "thresholds": cuts, "log_likelihood": fit.llf,
                  "se": fit.bse[:2]}
fit = sm.MNLogit(y["category"], X).fit(method="newton", maxiter=200, tol=1e-14, disp=0)
out["multinomial"] = {"coef": fit.params.T, "cov": fit.cov_params(), "log_likelihood": fit.llf}

values = np.round(rng.lognormal(0, 1, 25), 3)
draws = np.array([rng.choice(values, 25).mean() for _ in range(999)])
jack = np.array([np.delete(values, i).mean() for i in range(25)])
below = np.mean(draws < values.mean()) + np.mean(draws == values.mean()) / 2
z0 = stats.norm.ppf(below)
dev = jack.mean() - jack
a = np.sum(dev**3) / (6 * np.sum(dev**2) ** 1.5)
z = z0 + stats.norm.ppf([0.025, 0.975])
at = stats.norm.cdf(z0 + z / (1 - a * z))
out["bootstrap"] = {
    "values": values, "replicates": draws,
    "percentile": np.quantile(draws, [0.025, 0.975], method="weibull"),
    "bca": np.quantile(draws, at, method="weibull"),
}
out |= {"x": X, "weight": weight, "offset": offset, "cluster": cluster, "theta": THETA,
        "penalty": ridge, "y": y,
        "made_with": f"statsmodels {statsmodels.__version__}, scipy {scipy.__version__}"}
print(json.dumps(out, default=lambda v: np.asarray(v).tolist(), indent=None))
