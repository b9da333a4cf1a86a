#!/bin/sh
# Services started in any order, under load, with pauses between them: who comes first waits for nobody, who comes last
# misses nothing (MESSAGING 8: 1, 2). SEED=N repeats a run's orders; ROUNDS=N starts all six so often.
. "$(dirname "$0")/setup.sh"

ROUNDS=${ROUNDS:-4}
SEED=${SEED:-$(date +%s)}
SERVICES="booking matching roster training mediation notification"
echo "# seed $SEED"

order() { # order ROUND: the six in an order of their own, and a tenth of seconds to wait before each
    "$PYTHON" -c '
import random, sys
draw = random.Random(sys.argv[1])
names = sys.argv[2].split()
draw.shuffle(names)
print(*(f"{name}:{draw.randrange(10)}" for name in names))' "$SEED-$1" "$SERVICES"
}

# Starts without waiting for an answer, as a machine does.
begin() {
    ANXIN_DATA=$DATA "$BIN/anxin-$1" >>"$WORK/set.log" 2>&1 &
    echo $! >"$WORK/$1.hand"
}

for service in booking notification; do daemon_start $service; done
station_set
readers_set
daemon_stop booking
daemon_stop notification
load_start 0 32 60
round=1
while [ $round -le "$ROUNDS" ]; do
    turns=$(order $round)
    echo "# round $round: $turns"
    for turn in $turns; do
        sleep "0.${turn#*:}"
        begin "${turn%:*}"
    done
    for service in $SERVICES; do
        check "S2 $service answers, started in this order" wait_until daemon_answers "$service"
    done
    check "S1 bookings go on" wait_until acked_are $(($(acked) + 50))
    [ $round -lt "$ROUNDS" ] && for turn in $turns; do
        daemon_stop "${turn%:*}" || not_ok "${turn%:*} ends cleanly"
    done
    round=$((round + 1))
done
load_finish
once
verified
for service in $SERVICES; do
    daemon_stop "$service"
    same "$service ends cleanly" 0 $?
done
finish
