#!/bin/sh
# The simulator's part of tests/run: every regression seed, 200 seeds drawn anew with every kind of fault, and twice the
# same trace. SIM_SEED=N begins at that one, SIM_SEEDS=N plays so many.
set -u
cd "$(dirname "$0")/../.." || exit 1
B=${B:-build}
seeds=${SIM_SEEDS:-200}
seed=${SIM_SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
work=$(mktemp -d "${TMPDIR:-/tmp}/anxin-sim.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT

if ! make -s "B=$B" "$B/sim/sim" >"$work/make" 2>&1; then
    tail -n 30 "$work/make"
    echo "not ok - the simulator builds"
    exit 1
fi

said() { # said CODE SENTENCE FILE
    if [ "$1" -eq 0 ]; then echo "ok - $2"; else
        grep -v ' times in ' "$3"
        echo "not ok - $2"
    fi
}

half=$((seeds / 2))
echo "seeds $seed to $((seed + 2 * half - 1)); again: SIM_SEED=$seed tests/sim/sim_test.sh"
"$B/sim/sim" --seed "$seed" --seeds "$half" --hours 0.2 >"$work/first" 2>&1 &
first=$!
"$B/sim/sim" --seed $((seed + half)) --seeds "$half" --hours 0.2 >"$work/second" 2>&1
second=$?
wait "$first"
first=$?
tail -n 1 "$work/first"
tail -n 1 "$work/second"
said $first "no promise is broken in $half seeds from $seed on" "$work/first"
said $second "no promise is broken in $half seeds from $((seed + half)) on" "$work/second"

grep -v '^#' tests/sim/regressions | while IFS='#' read -r options sentence; do
    # shellcheck disable=SC2086
    "$B/sim/sim" $options >"$work/out" 2>&1
    said $? "regression ${options% }:$sentence" "$work/out"
done

"$B/sim/sim" --seed "$seed" --seeds 3 --hours 0.2 --twice >"$work/twice" 2>&1
said $? "a seed that is played twice has the same trace" "$work/twice"
