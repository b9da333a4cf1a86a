#!/bin/sh
# anxin bench against a real set: all that it sends is answered, told in a feed and applied by every follower.
. "$(dirname "$0")/../lib.sh"

field() { "$PYTHON" -c 'import json, sys; print(eval("told" + sys.argv[2], {"told": json.load(open(sys.argv[1]))}))' "$WORK/told" "$1"; }
loads() { anxin bench "$@" --json >"$WORK/told"; }
nothing_parked() { ! anxin status --json | grep -q '"parked": *[1-9]'; }

set_start
check "300 bookings with 50 under way go through all services" loads --count 300 --flight 50 --through
same "each is done" 300 "$(field "['done']")"
same "each answer is in the histogram" 300 "$(field "['answer']['count']")"
check "followers had applied them all" wait_until caught_up
check "100 bookings at 200 a second are told in a feed" loads --count 100 --rate 200 --notices
same "a notice of each was read" 100 "$(field "['notice']['count']")"
check "they took as long as the rate says" test "$(field "['seconds'] >= 0.49")" = True
check "ids without order make no difference to the outcome" loads --count 100 --flight 20 --random-ids
same "each of them is done" 100 "$(field "['done']")"
check "nothing is set aside by it" nothing_parked
check "anxin verify finds nothing wrong" anxin verify
check "the set ends in order" set_stop
check "without a set it says so" test "$(anxin bench --timeout 200 >/dev/null 2>&1; echo $?)" = 3
finish
