# Numbers of R's survival for survival::cumulative_incidence: mgus2, 1,384 patients who progress
# (pcm) or die first. R 4.2.2, survival 3.5-3. Run: Rscript competing.R > competing.json
library(survival)
d <- mgus2
d$time <- with(d, ifelse(pstat == 0, futime, ptime))
d$event <- factor(with(d, ifelse(pstat == 0, 2 * death, 1)), 0:2, c("censored", "pcm", "death"))
number <- function(x) paste(sprintf("%.15g", x), collapse = ",")
counts <- as.data.frame(table(d$time, d$event), stringsAsFactors = FALSE)
wide <- tapply(counts$Freq, list(as.numeric(counts$Var1), factor(counts$Var2, c("pcm", "death", "censored"))), sum)
f <- survfit(Surv(time, event) ~ 1, data = d)
at <- c(1, 6, 12, 24, 60, 120, 180, 240, 300, 424)
i <- findInterval(at, f$time)
rows <- paste0("[", apply(cbind(as.numeric(rownames(wide)), wide), 1, number), "]", collapse = ",\n  ")
cat('{"made_with": "', R.version.string, ", survival ", as.character(packageVersion("survival")), '",\n', sep = "")
cat(' "counts": [', rows, "],\n", sep = "")
cat(' "at": [', number(at), "],\n", sep = "")
for (k in 2:3) {
  name <- f$states[k]
  cat(' "', name, '": [', number(f$pstate[i, k]), "],\n", sep = "")
  cat(' "', name, '_se": [', number(f$std.err[i, k]), "]", if (k == 2) ",", "\n", sep = "")
}
cat("}\n")
