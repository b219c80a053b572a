# The figures of marks.csv, worked out independently of the academy: with R's own mean, median, var, cov, cor and sort,
# and the k-statistics as Fisher gives them.
#
#   Rscript figures.R marks.csv > figures.json
given <- read.csv(commandArgs(TRUE)[1])
places <- max(given$place)
wide <- function(what) matrix(given[order(given$attempt, given$place), what], ncol = places, byrow = TRUE)
x <- wide("earned"); m <- wide("max"); version <- wide("version")
total <- rowSums(x); full <- sum(colMeans(m)); s <- length(total); p <- places

show <- function(v) if (length(v) == 0 || is.na(v) || is.infinite(v)) "null" else format(v, digits = 17, scientific = FALSE)
line <- function(name, v) cat(sprintf("\"%s\": %s", name, show(v)))
object <- function(list) { cat("{"); for (i in seq_along(list)) { if (i > 1) cat(", "); line(names(list)[i], list[[i]]) }; cat("}") }

# k-statistics from sums of powers, Fisher 1929: another form than the one in the academy.
S <- sapply(1:4, function(k) sum((total - median(total))^k))
k2 <- (s * S[2] - S[1]^2) / (s * (s - 1))
k3 <- (2 * S[1]^3 - 3 * s * S[1] * S[2] + s^2 * S[3]) / (s * (s - 1) * (s - 2))
k4 <- (-6 * S[1]^4 + 12 * s * S[1]^2 * S[2] - 3 * s * (s - 1) * S[2]^2 - 4 * s * (s + 1) * S[1] * S[3] + s^2 * (s + 1) * S[4]) /
  (s * (s - 1) * (s - 2) * (s - 3))
C <- cov(x)
alpha <- 100 * p / (p - 1) * (1 - sum(diag(C)) / sum(C))
ratio <- 100 * sqrt(1 - alpha / 100)
cat("{\"quiz\": ")
object(list(mean = 100 * mean(total) / full, median = 100 * median(total) / full, sd = 100 * sd(total) / full, skewness = k3 / k2^1.5,
  kurtosis = k4 / k2^2, alpha = alpha, error_ratio = ratio, standard_error = ratio * 100 * sd(total) / full / 100))

# Covariance with the total is the sum of a row of the matrix of covariances.
pull <- rowSums(C); pull[abs(pull) < 1e-9] <- 0
root <- ifelse(pull >= 0, sqrt(abs(pull)), NA)
intended <- 100 * colMeans(m) / full; effective <- 100 * root / sum(root, na.rm = TRUE)
cat(",\n\"items\": {")
names <- sort(unique(given$version))
for (i in seq_along(names)) {
  at <- which(version == names[i], arr.ind = TRUE)
  own <- x[at]; rest <- total[at[, 1]] - own
  home <- as.integer(names(sort(-table(at[, 2])))[1])
  most <- mean(m[at])
  flat <- var(own) == 0
  if (i > 1) cat(",")
  cat(sprintf("\n\"%s\": ", names[i]))
  object(list(attempts = length(own), place = home - 1, facility = 100 * mean(own) / most, sd = 100 * sd(own) / most,
    intended = intended[home], effective = effective[home], discrimination = if (flat) NA else 100 * cor(own, rest),
    efficiency = if (flat) NA else 100 * cov(own, rest) / cov(sort(own), sort(rest)), negative = as.integer(cov(own, total[at[, 1]]) < -1e-9)))
}
cat("\n}}\n")
