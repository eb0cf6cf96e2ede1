"""Pieces of R that scripts are put together from, as a person would write them; base R alone."""

HERE = """
# The folder of this script, as Rscript tells it; the working directory where it does not.
here <- function(name) {
  script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
  if (length(script) == 1) file.path(dirname(gsub("~+~", " ", script, fixed = TRUE)), name) else name
}
"""

SHOW = """
# Prints numbers by name, with twelve digits.
show_numbers <- function(title, names, columns) {
  names <- gsub("[[:space:]]+", " ", enc2utf8(names))
  width <- max(nchar(c(names, title)))
  pad <- function(text) paste0(text, strrep(" ", width - nchar(text)))
  cat("\\n", pad(title), paste0("  ", formatC(names(columns), width = 19), collapse = ""), "\\n", sep = "")
  for (row in seq_along(names)) {
    values <- sapply(columns, function(column) formatC(column[[row]], digits = 12, width = 19, format = "g"))
    cat(pad(names[row]), paste0("  ", values, collapse = ""), "\\n", sep = "")
  }
}
"""

WORDS64 = """
# Whole numbers of 64 bits, of which R has none: each is a row of four digits to base 65536, the
# smallest first.
B <- 65536
u64 <- function(hex) {
  hex <- paste0(strrep("0", 16 - nchar(hex)), hex)
  matrix(as.numeric(strtoi(substring(hex, c(13, 9, 5, 1), c(16, 12, 8, 4)), 16)), 1, 4)
}
as_u64 <- function(x) cbind(x %% B, x %/% B %% B, x %/% B^2 %% B, x %/% B^3 %% B)
carried <- function(x) {
  for (i in 1:3) {
    x[, i + 1] <- x[, i + 1] + x[, i] %/% B
    x[, i] <- x[, i] %% B
  }
  x[, 4] <- x[, 4] %% B
  x
}
like <- function(x, n) x[rep_len(seq_len(nrow(x)), n), , drop = FALSE]
plus64 <- function(x, y) {
  n <- max(nrow(x), nrow(y))
  carried(like(x, n) + like(y, n))
}
times64 <- function(x, y) {
  n <- max(nrow(x), nrow(y))
  x <- like(x, n)
  y <- like(y, n)
  found <- matrix(0, n, 4)
  for (i in 1:4) for (j in 1:(5 - i)) found[, i + j - 1] <- found[, i + j - 1] + x[, i] * y[, j]
  carried(found)
}
xor64 <- function(x, y) {
  n <- max(nrow(x), nrow(y))
  matrix(as.numeric(bitwXor(like(x, n), like(y, n))), n, 4)
}
right64 <- function(x, shift) {
  whole <- shift %/% 16
  part <- 2^(shift %% 16)
  longer <- cbind(x, matrix(0, nrow(x), 4))
  found <- x
  for (i in 1:4) {
    found[, i] <- longer[, i + whole] %/% part + (longer[, i + whole + 1] %% part) * (B / part)
  }
  found
}
"""

ORDER = """
# A whole number of 64 bits, thoroughly mixed (SplitMix64, Steele, Lea and Flood 2014).
mixed <- function(z) {
  z <- times64(xor64(z, right64(z, 30)), u64("BF58476D1CE4E5B9"))
  z <- times64(xor64(z, right64(z, 27)), u64("94D049BB133111EB"))
  xor64(z, right64(z, 31))
}

# Twelve whole numbers that decide the order of the rows in this epoch, one in each row.
keys_of <- function(seed, epoch) {
  state <- mixed(xor64(seed, mixed(plus64(as_u64(epoch), u64("632BE59BD9B4E019")))))
  keys <- matrix(0, 12, 4)
  for (i in 1:12) {
    state <- plus64(state, u64("9E3779B97F4A7C15"))
    keys[i, ] <- mixed(state)
    if (i %% 2 == 0) keys[i, 1] <- bitwOr(keys[i, 1], 1)
  }
  keys
}

# (a * b) modulo 2^bits, for numbers below that, by halves that a number of R holds exactly.
times_mod <- function(a, b, bits) {
  half <- 2^ceiling(bits / 2)
  ((a %/% half * b) %% 2^(bits - ceiling(bits / 2)) * half + (a %% half) * b) %% 2^bits
}

# The rows 1 ... n in the order of this epoch, each of them once. Places are shuffled among the numbers
# below a power of two, in a way that never gives two of them the same number; whatever is not below n
# is shuffled again.
order_of_rows <- function(n, seed, epoch) {
  bits <- 1
  while (2^bits < n) bits <- bits + 1
  keys <- keys_of(seed, epoch)
  keys <- (keys[, 1] + keys[, 2] * B) %% 2^bits  # higher digits change nothing below 2^bits
  shuffled <- function(x) {
    for (i in 1:6) {
      x <- times_mod((x + keys[2 * i - 1]) %% 2^bits, keys[2 * i], bits)
      x <- bitwXor(x, x %/% 2^max(1, bits %/% 2))
    }
    x
  }
  rows <- shuffled(0:(n - 1))
  while (any(outside <- rows >= n)) rows[outside] <- shuffled(rows[outside])
  rows + 1
}
"""

DRAWN = """
# A row for each place of this epoch, drawn from all rows whatever came before.
rows_drawn <- function(n, seed, epoch) {
  z <- plus64(keys_of(seed, epoch)[1, , drop = FALSE], times64(as_u64(0:(n - 1)), u64("9E3779B97F4A7C15")))
  z <- right64(mixed(z), 11)
  floor((z[, 1] + z[, 2] * B + z[, 3] * B^2 + z[, 4] * B^3) * 2^-53 * n) + 1
}
"""

NEWTON = """
# The weights of the least mean loss, by Newton's method with steps that never lead upwards.
least_loss <- function(A, y, penalty) {
  total <- function(theta) mean(losses(drop(A %*% theta), y)) + 0.5 * sum(penalty * theta^2)
  theta <- START
  for (step in 1:200) {
    output <- drop(A %*% theta)
    gradient <- drop(crossprod(A, slopes(output, y))) / length(y) + penalty * theta
    bend <- crossprod(A * bends(output, y), A) / length(y) + diag(penalty, length(penalty))
    move <- qr.coef(qr(bend, tol = 1e-15), gradient)
    share <- 1
    while (total(theta - share * move) > total(theta) && share > 1e-9) share <- share / 2
    theta <- theta - share * move
    if (all(abs(share * move) <= 1e-14 * (1e-300 + abs(theta)))) break
  }
  theta
}
"""

SANDWICH = """
# The covariance of the least mean loss: how it bends, and how the slopes of the rows scatter.
covariance_of <- function(A, bends, slopes, robust) {
  inverse <- solve(crossprod(A * bends, A), tol = 1e-18)
  found <- if (robust) inverse %*% crossprod(A * slopes) %*% inverse else inverse
  back %*% found %*% t(back)
}
"""
