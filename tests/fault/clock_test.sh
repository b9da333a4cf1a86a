#!/bin/bash
# Wall clocks that jump under running services (DESIGN 5; MESSAGING 8: 17): a year ahead, back, an hour behind. No timer
# fires that is not due, nothing is stamped with a false time, everybody says so; what an operator confirms counts.
. "$(dirname "$0")/setup.sh"

SERVICES=6
NAMES=$(printf '%s\n' booking matching roster training mediation notification)
HOUR=3600000
DAY=$((24 * HOUR))

shift_to() { "$PYTHON" -c 'import struct, sys; open(sys.argv[1], "r+b").write(struct.pack("=q", int(sys.argv[2])))' "$SHIFT_FILE" "$1"; }
doubted() { [ "$(anxin status --json | grep -c "\"clock\": *\"$1\"")" -eq "$2" ]; }
believed() { ! anxin status --json | grep -q '"clock":'; }
events() { anxin tail booking | wc -l; }
newest() { anxin tail booking | tail -n 1 | sed -n 's/.*"time": *"\([0-9-]*\)T.*/\1/p'; }
fired() { { anxin tail matching && anxin tail roster; } | grep -cE '"type": *"(visit\.missed_by_worker|visit\.at_risk|cert\.[a-z_]*|worker\.confirmed)"'; }
missed() { anxin tail matching | grep -c '"type": *"visit.missed_by_worker"'; }
have_missed() { [ "$(missed)" -ge "$1" ]; }
said() { sed -n "s/.*service=\([a-z]*\) event=clock.$1.*/\1/p" "$WORK/set.log" | sort; } # who, once a line of the log
all_have_said() { [ "$(said "$1" | uniq)" = "$(echo "$NAMES" | sort)" ]; }
book() { # book DAY HOUSEHOLD: a wish so many days from now
    anxin send booking.create service=HH-01 household="$2" station=ST1 consent=voice --as manager:M1 --source desk \
        start="$((($(date +%s) / 86400 + $1) * DAY + 2 * HOUR))"
}

SHIFT_FILE=$WORK/shift
printf '\0\0\0\0\0\0\0\0' >"$SHIFT_FILE"
cc -shared -fPIC -O1 -o "$WORK/shift.so" "$ROOT/tests/fault/preload/shift.c" || not_ok "the clock can be shifted"
case $(ldd "$BIN/anxin-booking" 2>/dev/null) in *libasan*)
    skip "clocks that jump" "a sanitizer wants to be preloaded first"
    finish
    ;;
esac

export SHIFT=$SHIFT_FILE
LD_PRELOAD=$WORK/shift.so set_start
station_set
workers_set
for number in 01 02 03; do check "a booking is taken" book 3 "H-$number"; done
check "every follower has applied all" wait_until caught_up
check "their visits have timers" sh -c "ANXIN_DATA='$DATA' '$BIN/anxin' timers matching --json | grep -q '\"due\":'"
check "the clock is believed" believed
before=$(events)
quiet=$(fired)

shift_to $((365 * DAY))
check "S17 a jump of a year is doubted by every service" wait_until doubted ahead $SERVICES
# What a daemon says goes through a pipe of `anxin up` before it stands in the log: later than what status shows.
check "S17 and each says so" wait_until all_have_said ahead
check "S17 and shown to people" sh -c "ANXIN_DATA='$DATA' '$BIN/anxin' timers | grep -q 'ahead of business time'"
check "S17 bookings are still taken" book 3 H-04
same "S17 no event bears a time that has not come" "$(date -u +%Y-%m-%d)" "$(newest)"
check "every follower has applied all" wait_until caught_up
same "S17 nothing fires" "$quiet" "$(fired)"
check "S17 and nothing is lost" test "$(events)" -gt "$before"

shift_to 0
check "S17 a jump that is taken back is forgotten" wait_until believed
check "S17 which is said too" wait_until all_have_said believed
same "S17 while it stood ahead it was said once by each" "$(echo "$NAMES" | sort)" "$(said ahead)"
same "S17 without harm" "$quiet" "$(fired)"

shift_to -$HOUR
check "S17 an hour behind is doubted" wait_until doubted behind $SERVICES
check "S17 bookings are still taken" book 3 H-05
check "S17 an operator confirms the clock" anxin timers confirm
check "S17 and it is believed" believed
check "every follower has applied all" wait_until caught_up
verified

shift_to $((10 * DAY))
check "S17 ten days ahead is doubted too" wait_until doubted ahead $SERVICES
same "S17 and fires nothing" "$quiet" "$(fired)"
refuse "S17 a manager does not confirm it" anxin timers confirm --as manager:M1
check "S17 an operator does" anxin timers confirm --json
check "S17 and what is due fires" wait_until have_missed 5
check "every follower has applied all" wait_until caught_up
same "S17 once" 5 "$(missed)"
verified
check "the set ends cleanly" set_stop
finish
