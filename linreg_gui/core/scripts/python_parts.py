"""Pieces of Python that scripts are put together from, as a person would write them."""

SHOW = '''
def show(title, names, columns):
    """Print numbers by name, with twelve digits."""
    names = [" ".join(name.split()) for name in names]
    width = max(len(name) for name in [*names, title])
    print(f"\\n{title:<{width}}" + "".join(f"  {head:>19}" for head in columns))
    for row, name in enumerate(names):
        print(f"{name:<{width}}" + "".join(f"  {values[row]:>19.12g}" for values in columns.values()))
'''

POLY = '''
def poly(x, degree):
    """Orthogonal polynomials of degree 1, 2, ... as columns, as poly() of R makes them."""
    before, last, norms, found = np.zeros_like(x), np.ones_like(x), [], []
    for _ in range(degree):
        norms.append(last @ last)
        centre = x.mean() + (last * last) @ (x - x.mean()) / norms[-1]
        share = norms[-1] / norms[-2] if len(norms) > 1 else 0.0
        before, last = last, (x - centre) * last - share * before
        found.append(last / np.sqrt(last @ last))
    return np.column_stack(found)
'''

ORDER = '''
def mixed(z):
    """A whole number of 64 bits, thoroughly mixed (SplitMix64, Steele, Lea and Flood 2014)."""
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) % 2**64
    return z ^ (z >> 31)


def keys_of(seed, epoch):
    """Twelve whole numbers that decide the order of the rows in this epoch."""
    state, keys = mixed(seed % 2**64 ^ mixed((epoch + 0x632BE59BD9B4E019) % 2**64)), []
    for i in range(12):
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        keys.append(np.uint64(mixed(state) | (i % 2)))
    return keys


def order_of_rows(n, seed, epoch):
    """The rows 0 ... n - 1 in the order of this epoch, each of them once.

    Places are shuffled among the numbers below a power of two, in a way that never gives two of them
    the same number; whatever is not below n is shuffled again.
    """
    keys, bits = keys_of(seed, epoch), max(1, (n - 1).bit_length())
    mask, shift = np.uint64(2**bits - 1), np.uint64(max(1, bits // 2))

    def shuffled(x):
        for i in range(6):
            x = ((x + keys[2 * i]) * keys[2 * i + 1]) & mask
            x = x ^ (x >> shift)
        return x

    rows = shuffled(np.arange(n, dtype=np.uint64))
    while (outside := rows >= n).any():
        rows[outside] = shuffled(rows[outside])
    return rows.astype(np.int64)
'''

DRAWN = '''
def rows_drawn(n, seed, epoch):
    """A row for each place of this epoch, drawn from all rows whatever came before."""
    z = keys_of(seed, epoch)[0] + np.arange(n, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(11)) * 2.0**-53 * n).astype(np.int64)
'''

SANDWICH = '''
def errors_of(A, bends, slopes, robust):
    """Standard errors of the least mean loss: how it bends, and how the slopes of the rows scatter."""
    inverse = np.linalg.inv((A * bends[:, None]).T @ A)
    covariance = inverse if not robust else inverse @ ((A * slopes[:, None] ** 2).T @ A) @ inverse
    return np.sqrt(np.diag(back @ covariance @ back.T))
'''

NEWTON = '''
def least_loss(A, y, penalty):
    """The weights of the least mean loss, by Newton's method with steps that never lead upwards."""
    theta = START
    for _ in range(200):
        output = A @ theta
        gradient = A.T @ slopes(output, y) / len(y) + penalty * theta
        bend = (A * bends(output, y)[:, None]).T @ A / len(y) + np.diag(penalty)
        step = np.linalg.lstsq(bend, gradient, rcond=None)[0]
        share = 1.0
        while total(theta - share * step, A, y, penalty) > total(theta, A, y, penalty) and share > 1e-9:
            share /= 2.0
        theta = theta - share * step
        if np.all(np.abs(share * step) <= 1e-14 * (1e-300 + np.abs(theta))):
            break
    return theta


def total(theta, A, y, penalty):
    """What is least: the mean loss and the penalty."""
    return losses(A @ theta, y).mean() + 0.5 * (penalty * theta**2).sum()
'''
