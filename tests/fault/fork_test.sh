#!/bin/bash
# A service restored from an old copy while others have gone on (guarantee 7; MESSAGING 8.7): its followers find the fork,
# list what they had applied beyond it, go on; the senders repeat what was not confirmed, and the repeats are the same facts.
. "$(dirname "$0")/setup.sh"

SERVICES="booking matching roster training mediation notification"

# follow_of FOLLOWER SOURCE FIELD: what status says of it
follow_of() {
    anxin status --json | "$PYTHON" -c '
import json, sys
for line in sys.stdin:
    service = json.loads(line)
    for follow in service.get("follows", []):
        if (service["service"], follow["source"]) == (sys.argv[1], sys.argv[2]):
            print(follow.get(sys.argv[3], 0))' "$1" "$2" "$3"
}
live_again() { [ "$(follow_of "$1" "$2" state)" = live ] && [ "$(follow_of "$1" "$2" fork_epoch)" = "$3" ]; } # for wait_until
orphans_of() { anxin orphans list "$1" --json | grep -c -- "${2-.}"; }
no_orphans() { ! anxin status --json | grep -q '"orphans": *[1-9]'; }
parked_of() { anxin dead list "$1" --json | grep -c -- "${2-.}"; }
park_empty() { [ "$(anxin dead list --json | wc -l)" -eq 0 ]; } # for wait_until
epoch_of() { anxin status --json | sed -n "s/.*\"service\": *\"$1\".*\"epoch\": *\"\([0-9a-f]*\)\".*/\1/p"; }
said() { grep -qE -- "$1" "$WORK/set.log"; }
says() { cp "$WORK/check.out" "$WORK/told" && check "$1" grep -E -- "$2" "$WORK/told"; }
also() { check "$1" grep -E -- "$2" "$WORK/told"; } # of the same words
ready() { for one in "$@"; do daemon_start "$one"; done; }
ended() {
    for one in "$@"; do
        daemon_stop "$one"
        same "$one ends cleanly" 0 $?
    done
}

# ---- 8.7: restored from an old copy under load, its followers running ----
ready $SERVICES
station_set
readers_set
workers_set
load_start 0 16 80
check "S7 the load runs" wait_until acked_are 150
KEPT=$(acked)
check "S7 anxin backup under load" anxin backup --to "$WORK/old"
check "S7 more is acknowledged afterwards" wait_until acked_are $((KEPT + 300))
ENDED=$(epoch_of booking)
ended booking
check "S7 booking is restored from the old copy" anxin restore --from "$WORK/old" booking
daemon_start booking
for follower in matching mediation notification; do
    check "S7 $follower finds the fork and goes on" wait_until live_again "$follower" booking "$ENDED"
done
check "S7 that is said loudly" wait_until said "<3>service=matching event=follower.forked source=booking ended=$ENDED .*orphans=[1-9]"
check "S7 status shows the fork, and who followed" anxin status
says "S7 of the owner" "^booking .* of $ENDED "
also "S7 and of each follower, with its orphans" "^matching +booking +live .* [1-9][0-9]* +[0-9]+ of $ENDED"
load_finish
LISTED=$(orphans_of matching)
check "S7 the orphans are listed ($LISTED at matching)" test "$LISTED" -ge 300
check "S7 most of them open" test "$(orphans_of matching '"state":"open"')" -ge 300
check "S7 with number and epoch, type and id" anxin orphans matching
says "S7 for a person" "booking [0-9]+ +$ENDED .*booking.requested +[0-9a-f-]{36}"
check "S7 what matching says of lost bookings is set aside at booking, never passed over" \
    test "$(parked_of booking unknown_booking)" -ge 1
refuse "S7 anxin verify is not content" anxin verify
says "S7 and says who applied what is lost" "followers: matching has applied [0-9]+ events that booking lost"

check "S7 the sender repeats what was acknowledged since the copy: the same bookings" repeat_after "$KEPT"
check "S7 every orphan is confirmed again" wait_until no_orphans
same "S7 and stays on record" "$LISTED" "$(orphans_of matching '"state":"confirmed"')"
check "S7 nothing is set aside any more" wait_until park_empty
once any
verified

# ---- 8.7: restored while its followers are down; the senders repeat before the followers are back ----
check "S7 again a backup" anxin backup --to "$WORK/second"
KEPT=$(acked)
load_start $((KEPT + 100)) 16 0 # those that it knows are answered as before, then a hundred more
load_finish
check "S7 every follower has applied them" wait_until caught_up
ENDED=$(epoch_of booking)
ended $SERVICES
check "S7 booking is restored with all down" anxin restore --from "$WORK/second" booking
daemon_start booking
check "S7 the sender repeats while nobody follows" repeat_after "$KEPT"
ready matching roster training mediation notification
check "S7 the followers find the fork though the owner has as many events again" wait_until live_again matching booking "$ENDED"
check "S7 every orphan is confirmed" wait_until no_orphans
check "S7 nothing stays set aside" wait_until park_empty
once any
verified

# ---- 8.7: a follower restored from an old copy fetches again what it lacks ----
applied=$(follow_of mediation booking applied)
ended mediation
check "S7 a follower is restored from the copy before" anxin restore --from "$WORK/second" mediation
daemon_start mediation
check "S7 it fetches again what it lacks" wait_until caught_up
same "S7 up to where it was" "$applied" "$(follow_of mediation booking applied)"
once any
check "S7 there is no orphan of it" no_orphans
verified
ended $SERVICES
finish
