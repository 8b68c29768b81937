# Polychoric correlations of R's lavaan (two steps, as ours) and psych, for drivers::polychoric.
# R 4.2.2, lavaan 0.6-14, psych 2.2.9. Run: Rscript polychoric.R > polychoric.json
suppressMessages({library(lavaan); library(psych)})
set.seed(11)
number <- function(x) paste(sprintf("%.12g", x), collapse = ",")
case <- function(n, rho, a, b) {
  x <- rnorm(n)
  y <- rho * x + sqrt(1 - rho^2) * rnorm(n)
  d <- data.frame(x = ordered(findInterval(x, a)), y = ordered(findInterval(y, b)))
  l <- lavCor(d, ordered = c("x", "y"), se = "none", output = "cor")[1, 2]
  t <- table(d$x, d$y)
  p <- polychoric(sapply(d, as.numeric), correct = FALSE)$rho[1, 2]
  sprintf('{"counts": [%s], "lavaan": %s, "psych": %s}',
          paste0("[", apply(t, 1, number), "]", collapse = ","), number(l), number(p))
}
cases <- c(case(300, 0.3, c(-1, 0, 1), c(-1.5, -0.5, 0.5, 1.5)), case(1000, 0.6, 0, c(-0.3, 0.9)),
           case(500, -0.5, c(-2, -1.5, -1), c(0.8, 1.4)), case(2000, 0.85, c(-1, 0, 1, 1.6), c(-1, 0, 1, 1.6)),
           case(400, 0, c(-0.7, 0.7), c(-0.7, 0.7)), case(800, 0.45, 0.5, -1))
cat('{"made_with": "', R.version.string, ", lavaan ", as.character(packageVersion("lavaan")), ", psych ",
    as.character(packageVersion("psych")), '",\n "cases": [\n  ', paste(cases, collapse = ",\n  "), "]}\n", sep = "")
