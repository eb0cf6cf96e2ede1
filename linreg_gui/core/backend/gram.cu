// The products of all columns of a table with few of them, read once: the table is n x WIDTH, row by row.
//
// Matrix libraries are made for square products and read a tall, narrow table at a fraction of the memory's
// speed. Here a block of threads fetches a tile of rows, and each thread keeps the sums of four by four products
// of its columns for its share of the rows of every tile. Each block leaves its own sums in `out`.

#define STRIPS ((WIDTH + 3) / 4)
#define PADDED (4 * STRIPS)
#define PAIRS (STRIPS * (STRIPS + 1) / 2)

extern "C" __global__ void gram(const double* table, long long n, double* out) {
    __shared__ double tile[TILE_ROWS * PADDED];
    const int t = threadIdx.x, T = blockDim.x, groups = T / PAIRS, group = t / PAIRS;
    int i = 0, rest = t % PAIRS;
    while (rest >= STRIPS - i) { rest -= STRIPS - i; i++; }
    const int j = i + rest;
    double sums[16];
    for (int k = 0; k < 16; k++) sums[k] = 0.0;
    for (int e = t; e < TILE_ROWS * PADDED; e += T) tile[e] = 0.0;
    for (long long first = (long long)blockIdx.x * TILE_ROWS; first < n; first += (long long)gridDim.x * TILE_ROWS) {
        const int rows = (int)(n - first < TILE_ROWS ? n - first : TILE_ROWS);
        __syncthreads();
        for (int e = t; e < rows * WIDTH; e += T) tile[e / WIDTH * PADDED + e % WIDTH] = table[first * WIDTH + e];
        __syncthreads();
        if (group < groups) {
            for (int r = group; r < rows; r += groups) {
                const double *a = tile + r * PADDED + 4 * i, *b = tile + r * PADDED + 4 * j;
#pragma unroll
                for (int k = 0; k < 16; k++) sums[k] += a[k / 4] * b[k % 4];
            }
        }
    }
    for (int g = 0; g < groups; g++) {
        __syncthreads();
        if (group == g) {
            for (int k = 0; k < 16; k++) {
                double* sum = tile + (t % PAIRS) * 16 + k;
                *sum = (g ? *sum : 0.0) + sums[k];
            }
        }
    }
    __syncthreads();
    double* mine = out + (long long)blockIdx.x * WIDTH * WIDTH;
    if (group == 0) {
        for (int k = 0; k < 16; k++) {
            const int row = 4 * i + k / 4, column = 4 * j + k % 4;
            if (row < WIDTH && column < WIDTH)
                mine[row * WIDTH + column] = mine[column * WIDTH + row] = tile[t * 16 + k];
        }
    }
}
