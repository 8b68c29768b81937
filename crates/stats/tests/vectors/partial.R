# Partial invariance by the largest modification: lavaan's score tests of each item's intercepts,
# by hand with group.partial, until CFI falls by less than .010. Three groups of six items; the
# second item of the second group and the fifth of the third are biased.
# R 4.2.2, lavaan 0.6.14. Run: Rscript partial.R > partial.json
suppressPackageStartupMessages(library(lavaan))
set.seed(11)
number <- function(x) paste(sprintf("%.15g", x), collapse = ",")
items <- paste0("x", 1:6)
sizes <- c(400, 350, 500)
loading <- c(1, 0.8, 1.1, 0.9, 0.7, 1)
rows <- do.call(rbind, lapply(1:3, function(g) {
  f <- rnorm(sizes[g], c(0, 0.3, -0.2)[g], 0.9)
  x <- sapply(1:6, function(j) 3 + 0.1 * j + loading[j] * f + rnorm(sizes[g], 0, 0.7))
  if (g == 2) x[, 2] <- x[, 2] + 0.7
  if (g == 3) x[, 5] <- x[, 5] - 0.5
  data.frame(x, g = g)
}))
names(rows) <- c(items, "g")
model <- paste("f =~", paste(items, collapse = " + "))
of <- function(equal, free) {
  cfa(model, rows, group = "g", group.equal = equal, group.partial = paste(free, "~ 1", recycle0 = TRUE),
    meanstructure = TRUE, control = list(rel.tol = 1e-10))
}
scores <- function(fit, free) {
  table <- parTable(fit)
  all <- lavTestScore(fit)$uni
  sapply(items, function(item) {
    if (item %in% free) return(NA)
    label <- table$plabel[table$lhs == item & table$op == "~1" & table$group == 1]
    at <- which(all$lhs == label)
    lavTestScore(fit, release = at)$test$X2
  })
}
cfi <- function(fit) fitMeasures(fit, "cfi")
cat('{"made_with": "', R.version.string, ", lavaan ", as.character(packageVersion("lavaan")), '",\n"groups": [\n', sep = "")
for (g in 1:3) {
  x <- as.matrix(rows[rows$g == g, items]); n <- nrow(x)
  cat(' {"n": ', n, ', "mean": [', number(colMeans(x)), '],\n  "cov": [', number(cov(x) * (n - 1) / n), "]}", if (g < 3) ",\n" else "],\n", sep = "")
}
metric <- cfi(of("loadings", character(0)))
cat('"metric_cfi": ', number(metric), ',\n"steps": [\n', sep = "")
free <- character(0)
repeat {
  fit <- of(c("loadings", "intercepts"), free)
  if (cfi(fit) - metric > -0.010) break
  x2 <- scores(fit, free)
  worst <- items[which.max(x2)]
  cat(' {"cfi": ', number(cfi(fit)), ', "modification": [', gsub("NA", "null", number(x2)), '], "frees": ', match(worst, items) - 1, "},\n", sep = "")
  free <- c(free, worst)
}
means <- subset(parameterEstimates(fit), lhs == "f" & op == "~1")
cat(' {"cfi": ', number(cfi(fit)), ', "modification": [', gsub("NA", "null", number(scores(fit, free))), ']}],\n"latent": [', number(means$est), '],\n"se": [', number(means$se), "]}\n", sep = "")
