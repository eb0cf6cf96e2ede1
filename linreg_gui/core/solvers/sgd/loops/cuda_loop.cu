// Minibatch SGD on the device: thousands of updates in one launch, by one block of threads.
//
// The same update in readable NumPy is numpy_loop.run_updates, and on the CPU numba_loop._run_updates. There is
// nothing here but blocks, barriers and shared memory, so that a C++ compiler can run it, too, for tests.
// cuda_loop.py puts the definitions of all names in capitals in front.

typedef REAL real;
typedef long long whole_t;
typedef unsigned long long bits_t;

enum { WHOLE_NAMES };
enum { REAL_NAMES };

__device__ bits_t mix64(bits_t z) {
    z = (z ^ (z >> 30)) * MIX_1;
    z = (z ^ (z >> 27)) * MIX_2;
    return z ^ (z >> 31);
}

// Round key i of an epoch, as minibatch_order.order_keys.
__device__ bits_t order_key(const whole_t* whole, whole_t epoch, int i) {
    bits_t state = mix64((bits_t)whole[W_seed] ^ mix64((bits_t)epoch + EPOCH_OFFSET));
    return mix64(state + (bits_t)(i + 1) * GOLDEN) | (bits_t)(i % 2);
}

// The row at a position of an epoch: the bijection of minibatch_order, with cycle walking.
__device__ whole_t row_at(whole_t position, const bits_t* keys, const whole_t* whole) {
    bits_t x = (bits_t)position;
    bits_t n = (bits_t)whole[W_n_rows], mask = (bits_t)whole[W_order_mask];
    if (whole[W_with_replacement]) {
        x = mix64(keys[0] + x * GOLDEN) >> 11;
        return (whole_t)((double)x * 0x1p-53 * (double)n);
    }
    do {
        for (int i = 0; i < ROUNDS; i++) {
            x = ((x + keys[2 * i]) * keys[2 * i + 1]) & mask;
            x ^= x >> whole[W_order_shift];
        }
    } while (x >= n);
    return (whole_t)x;
}

__device__ void fetch_keys(bits_t* keys, whole_t* of_epoch, whole_t epoch, const whole_t* whole) {
    if (*of_epoch != epoch) {
        __syncthreads();
        for (int i = threadIdx.x; i < 2 * ROUNDS; i += blockDim.x) keys[i] = order_key(whole, epoch, i);
        __syncthreads();
        *of_epoch = epoch;
    }
}

// Loss of one example and its derivative with respect to the output; the codes are those of losses.py.
__device__ void value_and_slope(int loss, double parameter, double output, double label, double* value,
                                double* slope) {
    double e = output - label;
    *slope = e;
    *value = 0.5 * e * e;
    if (loss == 1) {
        *value = fabs(e) * parameter;
        *slope = (double)((e > 0.0) - (e < 0.0)) * parameter;
    } else if (loss == 2) {
        double size = fabs(e), inside = fmin(size, parameter);
        *value = inside * (size - 0.5 * inside);
        *slope = fmax(-parameter, fmin(e, parameter));
    } else if (loss == 3) {
        double mean = exp(output);
        *value = mean - label * output;
        *slope = mean - label;
    }
}

// As schedule.rate_factor.
__device__ double rate_factor(const whole_t* whole, const double* reals, double done) {
    whole_t decay = whole[W_decay];
    if (decay == 1) return 0.5 + 0.5 * cos(3.14159265358979323846 * fmin(done / whole[W_epochs], 1.0));
    if (decay == 2) return 1.0 / (1.0 + done / reals[R_decay_epochs]);
    if (decay == 3) return pow(reals[R_decay_factor], floor(done / reals[R_decay_epochs]));
    return 1.0;
}

// Where a minibatch begins, and how many rows it has: 0 after the last epoch.
struct Batch { whole_t epoch, position, count; };

__device__ Batch batch_at(whole_t epoch, whole_t position, const whole_t* whole) {
    Batch batch = {epoch, position, 0};
    whole_t left = whole[W_n_rows] - position;
    if (epoch < whole[W_epochs]) batch.count = left < whole[W_batch_size] ? left : whole[W_batch_size];
    return batch;
}

__device__ Batch batch_after(Batch batch, const whole_t* whole) {
    whole_t position = batch.position + batch.count;
    if (position == whole[W_n_rows]) return batch_at(batch.epoch + 1, 0, whole);
    return batch_at(batch.epoch, position, whole);
}

// numbers: six rows of d + 2: internal weights and constant, velocity, mean, gradient, and two to work with.
// whole and reals hold the settings and the place, and take what has been done.
extern "C" __global__ void run_updates(const real* X, const real* y, const real* shift, const real* scale,
                                       const double* penalty, const double* largest, double* numbers,
                                       whole_t* whole, double* reals) {
    extern __shared__ double shared[];
    const int t = threadIdx.x, T = blockDim.x;
    const int d = (int)whole[W_n_features], columns = d + 2, groups = (int)whole[W_groups];
    const int size = (int)whole[W_batch_size];
    const bool staged = whole[W_staged] != 0;
    const int most = staged ? size : (size < T ? size : T);
    double* next = shared;
    double* partial = next; next += groups * columns;
    double* slopes = next; next += most;
    double* values = next; next += most;
    bits_t* keys = (bits_t*)next; next += 2 * ROUNDS;
    whole_t* rows[2];
    rows[0] = (whole_t*)next; next += most;
    rows[1] = (whole_t*)next; next += most;
    double* state = numbers;
    if (whole[W_shared_state]) { state = next; next += 6 * columns; }
    real* weights = (real*)next;
    real* tiles[2] = {weights + d, weights + d + most * d};
    real* labels[2] = {weights + d + 2 * most * d, weights + d + 2 * most * d + most};
    __shared__ int stuck;

    double *theta = state, *velocity = state + columns, *average = state + 2 * columns;
    double *gradient = state + 3 * columns, *pulls = state + 4 * columns, *moves = state + 5 * columns;
    if (state != numbers) for (int j = t; j < 6 * columns; j += T) state[j] = numbers[j];
    if (t == 0) stuck = 0;
    __syncthreads();
    for (int j = t; j < d; j += T) weights[j] = (real)(theta[j] * (double)scale[j]);

    whole_t max_steps = whole[W_max_steps], steps = 0, averaged = whole[W_averaged];
    whole_t batch_start = whole[W_batch_start], keys_of = -1;
    double loss_sum = 0.0;
    Batch batch = batch_at(whole[W_epoch], whole[W_position], whole), ahead = batch;
    if (staged) {
        fetch_keys(keys, &keys_of, batch.epoch, whole);
        for (int i = t; i < batch.count; i += T) {
            rows[0][i] = row_at(batch.position + i, keys, whole);
            labels[0][i] = y[rows[0][i]];
        }
        __syncthreads();
        for (int e = t; e < batch.count * d; e += T)
            tiles[0][e] = X[rows[0][e / d] * d + e % d] - shift[e % d];
        ahead = batch_after(batch, whole);
        if (ahead.count) fetch_keys(keys, &keys_of, ahead.epoch, whole);
        for (int i = t; i < ahead.count; i += T) rows[1][i] = row_at(ahead.position + i, keys, whole);
    }
    __syncthreads();

    while (steps < max_steps && batch.count) {
        const int now = (int)(steps & 1), other = 1 - now;
        real fetched[PREFETCHED];
        real label = (real)0;
        if (staged) {
#pragma unroll
            for (int p = 0; p < PREFETCHED; p++) {
                int e = t + p * T;
                if (e < ahead.count * d) fetched[p] = X[rows[other][e / d] * d + e % d] - shift[e % d];
            }
            if (t < ahead.count) label = y[rows[other][t]];
        } else {
            fetch_keys(keys, &keys_of, batch.epoch, whole);
        }
        const double constant = theta[d];
        for (whole_t first = 0; first < batch.count; first += most) {
            const int count = (int)(batch.count - first < most ? batch.count - first : most);
            for (int i = t; i < count; i += T) {
                real output = (real)0, seen;
                if (staged) {
                    const real* x = tiles[now] + i * d;
                    for (int j = 0; j < d; j++) output += weights[j] * x[j];
                    seen = labels[now][i];
                } else {
                    whole_t row = row_at(batch.position + first + i, keys, whole);
                    const real* x = X + row * d;
                    for (int j = 0; j < d; j++) output += weights[j] * (x[j] - shift[j]);
                    seen = y[row];
                    rows[0][i] = row;
                }
                value_and_slope((int)whole[W_loss], reals[R_loss_parameter],
                                (double)(output + (real)constant), (double)seen, values + i, slopes + i);
            }
            __syncthreads();
            for (int k = t; k < groups * columns; k += T) {
                const int j = k % columns;
                double sum = 0.0;
                if (j < d) {
                    real part = (real)0;
                    for (int i = k / columns; i < count; i += groups) {
                        real x = staged ? tiles[now][i * d + j] : X[rows[0][i] * d + j] - shift[j];
                        part += (real)slopes[i] * x;
                    }
                    sum = (double)part;
                } else {
                    const double* source = j == d ? slopes : values;
                    for (int i = k / columns; i < count; i += groups) sum += source[i];
                }
                partial[k] = sum;
            }
            __syncthreads();
            for (int j = t; j < columns; j += T) {
                double sum = first ? pulls[j] : 0.0;
                for (int g = 0; g < groups; g++) sum += partial[g * columns + j];
                pulls[j] = sum;
            }
        }
        const double share = 1.0 / (double)batch.count;
        double rate = reals[R_learning_rate];
        if (whole[W_decay])
            rate *= rate_factor(whole, reals, batch.epoch + (double)batch.position / whole[W_n_rows]);
        for (int j = t; j < columns; j += T) {
            if (j > d) {
                if (!(pulls[j] * share <= reals[R_loss_limit])) stuck = 1;
            } else {
                pulls[j] *= (double)scale[j] * share;
                moves[j] = reals[R_momentum] * velocity[j] + (pulls[j] + penalty[j] * theta[j]);
                if (!(fabs(theta[j] - rate * moves[j]) <= largest[j])) stuck = 1;
            }
        }
        __syncthreads();
        if (stuck) break;
        averaged = batch.epoch >= whole[W_average_after] ? averaged + 1 : 0;
        for (int j = t; j < columns; j += T) {
            if (j > d) {
                loss_sum += pulls[j] * share;
            } else {
                gradient[j] = pulls[j];
                velocity[j] = moves[j];
                theta[j] -= rate * moves[j];
                if (averaged) average[j] = averaged == 1 ? theta[j]
                                                         : average[j] + (theta[j] - average[j]) / averaged;
                if (j < d) weights[j] = (real)(theta[j] * (double)scale[j]);
            }
        }
        steps++;
        batch_start = batch.position;
        batch = batch_after(batch, whole);
        if (staged) {
#pragma unroll
            for (int p = 0; p < PREFETCHED; p++) {
                int e = t + p * T;
                if (e < ahead.count * d) tiles[other][e] = fetched[p];
            }
            if (t < ahead.count) labels[other][t] = label;
            ahead = batch_after(ahead, whole);
            if (ahead.count) fetch_keys(keys, &keys_of, ahead.epoch, whole);
            for (int i = t; i < ahead.count; i += T) rows[now][i] = row_at(ahead.position + i, keys, whole);
        }
        __syncthreads();
    }

    if (state != numbers) for (int j = t; j < 4 * columns; j += T) numbers[j] = state[j];
    if (t == (d + 1) % T) reals[R_loss_sum] = loss_sum;
    __syncthreads();
    if (t == 0) {
        whole[W_steps] = steps;
        whole[W_diverged] = stuck;
        whole[W_epoch] = batch.epoch;
        whole[W_position] = batch.position;
        whole[W_batch_start] = batch_start;
        whole[W_averaged] = averaged;
    }
}

// The rows of max_steps minibatches from a place on, batch_size for each; 0 beyond the end of a short one.
extern "C" __global__ void fill_rows(whole_t* rows, const whole_t* whole) {
    const whole_t n = whole[W_n_rows], size = whole[W_batch_size];
    const whole_t per_epoch = (n + size - 1) / size;
    const whole_t in_first = (n - whole[W_position] + size - 1) / size;
    const whole_t all = whole[W_max_steps] * size;
    for (whole_t k = blockIdx.x * (whole_t)blockDim.x + threadIdx.x; k < all; k += (whole_t)gridDim.x * blockDim.x) {
        whole_t step = k / size, epoch = whole[W_epoch], position = whole[W_position] + step * size;
        if (step >= in_first) {
            epoch += 1 + (step - in_first) / per_epoch;
            position = (step - in_first) % per_epoch * size;
        }
        position += k % size;
        bits_t keys[2 * ROUNDS];
        for (int i = 0; i < 2 * ROUNDS; i++) keys[i] = order_key(whole, epoch, i);
        rows[k] = position < n ? row_at(position, keys, whole) : 0;
    }
}
