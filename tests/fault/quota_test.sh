#!/bin/sh
# Stores that reach their limit under load (MESSAGING 8, scenario 11), by a quota of pages, which needs no right to mount as
# full_test.sh does: intake stops with a time to come back, questions are answered, nothing is parked, no process ends; with
# a larger limit all goes on.
. "$(dirname "$0")/setup.sh"

limit() { printf '[anxin]\nstore_most_mib = %s\ndisk_low_mib = 1\nballast_mib = 0\n' "$1" >"$WORK/quota.conf"; }
pids() { cat "$DATA"/run/*.pid | sort | tr '\n' ' '; }
booking_is_full() { anxin status --json | grep -qE '"service": *"booking".*"disk": *"(low|full)"'; }
all_have_room() { ! anxin status --json | grep -q '"disk": *"'; }
told() { grep -c "service=$1 event=$2" "$WORK/set.log"; }
has_told() { [ "$(told "$1" "$2")" -ge 1 ]; }
no_larger() { [ -z "$(find "$DATA" -name '*.db' -size "+$(($1 * 1024))k")" ]; }
book_one() {
    anxin send booking.create service=HH-01 household=H-60 station=ST1 consent=voice --as manager:M1 --source desk \
        --id quota-1 start="$((($(date +%s) / 86400 + 40) * 86400000 + 7200000))"
}

limit 4
set_start --config "$WORK/quota.conf"
station_set
readers_set
workers_set
before=$(pids)
load_start 0 64 200 120
check "S11 under load booking's store comes to its limit" wait_until booking_is_full
check "S11 which the log says" wait_until has_told booking disk.
refuse "S11 a command is refused" book_one
same "S11 as overloaded, for want of storage" 1 "$(grep -c 'overloaded.*storage' "$WORK/check.out")"
check "S11 a question is answered" anxin get station ST1
check "S11 a stream is read" anxin tail booking --after 5
check "S11 nothing is parked" nothing_parked
taken=$(acked)
for look in 1 2 3 4 5 6 7 8; do anxin tail booking --after 5 >"$WORK/tail.$look"; done
check "S11 while it is full nothing more is taken" test "$(acked)" -eq "$taken"
check "S11 no store is larger than its limit" no_larger 4
same "S11 no process has ended" "$before" "$(pids)"

check "the set ends in order" set_stop
limit 64
set_start --config "$WORK/quota.conf"
check "S11 with a larger limit all have room" wait_until all_have_room
load_finish
check "S11 the refused command is taken when it comes again" book_one
once
verified
check "the set ends in order" set_stop
finish
