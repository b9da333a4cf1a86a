#!/bin/sh
# Fails the first call, the second, the third ... of the disk, of memory, and each step of a process, in a short life of
# the whole set (tests/sim/exhaustive.c). Here some of them, spread evenly from the seed that is printed; all of them:
# make sim-exhaustive.
set -u
cd "$(dirname "$0")/../.." || exit 1
B=${B:-build}
make -s -j2 "B=$B" "$B/sim/exhaustive" >/dev/null 2>&1 || { echo "not ok - the exhaustive runs build"; exit 1; }
seed=${SEED:-$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')}
echo "# seed $seed"
"$B/sim/exhaustive" --points "${POINTS:-5}" --seed "$seed"
