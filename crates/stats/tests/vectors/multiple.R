# A question of several boxes between groups: the second-order Rao-Scott test of one share per item,
# from survey's covariance of the shares (symbolic derivatives of ratios of totals), with R's eigen-
# values; beside it svychisq (F) of the first item alone, which takes observed for pooled shares.
# R 4.2.2, survey 4.1.1. Run: Rscript multiple.R > multiple.json
suppressMessages(library(survey))
set.seed(5)
number <- function(x) paste(ifelse(is.na(x), "null", sprintf("%.15g", x)), collapse = ",")
one <- function(name, sizes, k, clusters, weighted, blanks, last) {
  n <- sum(sizes)
  g <- rep(seq_along(sizes), sizes)
  unit <- if (clusters > 0) sample(clusters, n, TRUE) else seq_len(n)
  shift <- rnorm(max(unit), 0, if (clusters > 0) 0.6 else 0)
  own <- rnorm(n) # boxes of one person go together
  y <- sapply(1:k, function(j) as.integer(own * 0.8 + shift[unit] + rnorm(n) > 0.3 * j - 0.12 * g * (j %% 2)))
  if (blanks > 0) y[sample(length(y), blanks)] <- NA
  w <- if (weighted) round(exp(rnorm(n, 0, 0.5)), 3) else rep(1, n)
  # A person without any answer is not in the question's design.
  keep <- rowSums(!is.na(y)) > 0
  y <- y[keep, , drop = FALSE]; g <- g[keep]; unit <- unit[keep]; w <- w[keep]
  d <- data.frame(unit, w)
  terms <- NULL
  quotes <- list()
  for (h in seq_along(sizes)) for (j in 1:k) {
    here <- g == h & !is.na(y[, j])
    a <- paste0("a", h, "_", j); b <- paste0("b", h, "_", j)
    d[[a]] <- ifelse(here, y[, j], 0); d[[b]] <- as.numeric(here)
    terms <- c(terms, a, b)
    quotes[[paste0("p", h, "_", j)]] <- parse(text = paste0(a, "/", b))[[1]]
  }
  design <- svydesign(~unit, weights = ~w, data = d)
  p <- svycontrast(svytotal(reformulate(terms), design), quotes)
  C <- vcov(p); p <- coef(p)
  W <- sapply(1:k, function(j) sapply(seq_along(sizes), function(h) sum(w[g == h & !is.na(y[, j])])))
  N <- colSums(!is.na(y))
  share <- t(matrix(p, k)) # groups by items
  A <- matrix(0, length(p), length(p)); z <- numeric(length(p))
  for (j in 1:k) {
    part <- W[, j] / sum(W[, j]); pooled <- sum(part * share[, j])
    for (h in seq_along(sizes)) {
      at <- (h - 1) * k + j
      scale <- sqrt(N[j] * part[h] / (pooled * (1 - pooled)))
      z[at] <- scale * (share[h, j] - pooled)
      for (i in seq_along(sizes)) A[at, (i - 1) * k + j] <- scale * ((i == h) - part[i])
    }
  }
  lambda <- eigen(A %*% C %*% t(A), symmetric = TRUE, only.values = TRUE)$values
  x2 <- sum(z^2); df <- sum(lambda)^2 / sum(lambda^2); nu <- degf(design)
  d$item <- y[, 1]; d$g <- g
  alone <- svychisq(~item + g, svydesign(~unit, weights = ~w, data = d), statistic = "F")
  cat(' {"name": "', name, '", "groups": [', number(g), '],\n  "units": [', number(unit), '],\n  "weights": [', number(w), '],\n', sep = "")
  for (j in 1:k) cat(if (j == 1) '  "items": [', "[", number(y[, j]), "]", if (j < k) ",\n   " else "],\n", sep = "")
  cat('  "pearson": ', number(x2), ', "statistic": ', number(x2 * sum(lambda) / sum(lambda^2)), ', "df": ', number(df),
    ', "df_design": ', number(nu), ', "p": ', number(pf(x2 / sum(lambda), df, df * nu, lower.tail = FALSE)),
    ',\n  "svychisq": [', number(c(alone$statistic, alone$parameter, alone$p.value)), "]}", if (last) "\n" else ",\n", sep = "")
}
cat('{"made_with": "', R.version.string, ", survey ", as.character(packageVersion("survey")), '",\n"cases": [\n', sep = "")
one("plain", c(70, 80), 4, 0, FALSE, 0, FALSE)
one("three groups, weighted", c(60, 50, 70), 3, 0, TRUE, 0, FALSE)
one("clusters across groups, blanks", c(90, 110), 5, 25, TRUE, 40, FALSE)
one("one item", c(120, 100, 90), 1, 30, TRUE, 0, TRUE)
cat("]}\n")
