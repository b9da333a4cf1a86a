"""What scipy's sparse assignment needs for the arcs of a world that assign_bench wrote: assign_scipy.py FILE. Prints
"name milliseconds objective": processor time of the thread, without reading and making the matrix."""
import sys
import time

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

numbers = np.fromfile(sys.argv[1], dtype=np.int32)
rows, columns, price, count = (int(number) for number in numbers[:4])
arcs = numbers[4:4 + 3 * count].reshape(count, 3)
# Each row has a column of its own for being left out. A cost of 0 would be no arc to scipy, so all are 1 dearer.
row = np.concatenate([arcs[:, 0], np.arange(rows)])
column = np.concatenate([arcs[:, 1], columns + np.arange(rows)])
cost = np.concatenate([arcs[:, 2].astype(float), np.full(rows, float(price))]) + 1
matrix = csr_matrix((cost, (row, column)), shape=(rows, columns + rows))
begun = time.thread_time()
placed, taken = min_weight_full_bipartite_matching(matrix)
ms = (time.thread_time() - begun) * 1000
print(f"scipy {ms:.3f} {int(round(float(matrix[placed, taken].sum()))) - rows}")
