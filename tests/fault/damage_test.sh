#!/bin/bash
# A store that was damaged, or is not the one that its followers know (guarantee 7; MESSAGING 8: 7, 8, 9, 10): each case is
# said by the daemon, by a reader, by status or by verify, and never passed over.
. "$(dirname "$0")/setup.sh"

STORE=$DATA/booking.db

bookings() { # bookings NAME COUNT START: as many wishes, each with its own id and time
    now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    for number in $(seq 1 "$2"); do
        echo "{\"type\":\"booking.create\",\"id\":\"$1-$number\",\"time\":\"$now\",\"data\":{\"service\":\"HH-01\",\"household\":\"H-$(printf %02d "$number")\"," \
            "\"source_ref\":\"$1-$number\",\"station\":\"ST1\",\"start\":$(($3 + number * 60000))}}"
    done
}
book() { # book NAME COUNT: the lines that are written
    check "$2 bookings are taken" sh -c "cat '$WORK/lines' | ANXIN_DATA='$DATA' '$BIN/anxin' send --file - --as partner:load --source '$1'"
}
more() { # more NAME COUNT DAY: as many bookings, so many days from now
    day=$(($(date +%s) / 86400 * 86400000 + $3 * 86400000 + 3600000))
    bookings "$1" "$2" "$day" >"$WORK/lines"
    book "$1" "$2"
}

stopped() { # stopped FOLLOWER OUTCOME
    anxin status --json | grep "\"service\": *\"$1\"" | grep -q "\"state\": *\"$2\""
}
keep() { cp -p "$DATA"/*.db "$1/"; }
put_back() { rm -f "$DATA"/*.db-wal "$DATA"/*.db-shm && cp -p "$1"/*.db "$DATA/"; }
store_only() { rm -f "$STORE-wal" "$STORE-shm" && cp -p "$1/booking.db" "$STORE"; }
refused() { ANXIN_DATA=$DATA timeout 20 "$BIN/anxin-booking" >"$WORK/refused" 2>&1; [ $? -eq 2 ] && grep -q "$1" "$WORK/refused"; }
says() { cp "$WORK/check.out" "$WORK/told" && check "$1" grep -E -- "$2" "$WORK/told"; }
said() { grep -E "$1" "$WORK/set.log"; }
settled() { ! anxin status --json | grep -q '"orphans": *[1-9]'; }

# All of a sound set, as it was left.
mkdir "$WORK/sound" "$WORK/copy" "$WORK/grown"
set_start
station_set
more first 5 3
check "every follower has applied all" wait_until caught_up
check "the set ends cleanly" set_stop
keep "$WORK/sound"

# ---- the WAL is gone: what was acknowledged is lost, and its followers know ----
set_start
more lost 5 4
check "every follower has applied all" wait_until caught_up
set_down
check "S8 the last bookings stand in the WAL alone" test -s "$STORE-wal"
rm "$STORE-wal"
set_start
check "S8 a follower that is ahead of a store without its WAL stops and says so" wait_until stopped matching diverged
check "the log says it" wait_until said 'follower.stopped.*source=booking outcome=diverged'
refuse "anxin verify is not content" anxin verify
says "and says who is ahead of whom" 'has applied .* of booking|diverged from booking'
check "S8 the operator takes what the owner still has for the truth: a backup of it" anxin backup booking --to "$WORK/self"
check "the set ends cleanly" set_stop
check "S8 restored, it begins a new epoch" anxin restore --from "$WORK/self" booking
set_start
for follower in matching mediation notification; do
    check "S8 $follower finds the last event of both by their hashes, and goes on" wait_until \
        said "service=$follower event=follower.forked source=booking .*orphans=[1-9].*unlisted=0"
done
check "S8 what was lost is listed" sh -c "ANXIN_DATA='$DATA' '$BIN/anxin' orphans matching --state open | grep -q booking.requested"
book lost 5
check "S8 repeated by its sender, it is confirmed" wait_until settled
verified
set_down
put_back "$WORK/sound"

# ---- two machines run copies of one store: two owners of one epoch ----
set_start
more here 4 5
check "every follower has applied all" wait_until caught_up
check "the set ends cleanly" set_stop
keep "$WORK/grown"
store_only "$WORK/sound"
daemon_start booking
more there 6 6
check "the second owner ends" daemon_stop booking
cp -p "$STORE" "$WORK/copy/"
set_start
check "S7 a follower of the one finds that the other is not it, though both have one epoch" \
    wait_until stopped matching diverged
refuse "anxin verify is not content" anxin verify
says "and says so" 'matching is diverged from booking'
check "the set ends cleanly" set_stop
store_only "$WORK/grown"
set_start
check "with the owner that it knows the follower goes on" wait_until stopped matching live
verified
check "the set ends cleanly" set_stop

# ---- a bit flips in a stored event ----
"$PYTHON" - "$STORE" <<'PY'
import sqlite3, sys
store = sqlite3.connect(sys.argv[1])
event = store.execute("SELECT hash, header, data FROM event WHERE place >> 40 ="
                      " (SELECT number FROM stream WHERE name = 'booking') ORDER BY nth DESC LIMIT 1").fetchone()
store.close()
row = b"".join(event) # as it stands in the file; its data alone stands there twice, for the partner's stream too
with open(sys.argv[1], "r+b") as file:
    at = file.read().index(row) + len(row) - 10
    file.seek(at)
    byte = file.read(1)[0]
    file.seek(at)
    file.write(bytes([byte ^ 4]))
PY
set_start
refuse "S10 a reader is not given an event in which a bit flipped" anxin tail booking
says "but told that there is trouble" 'trouble|could not be read'
check "the daemon says which event" wait_until said 'fetch.trouble.*event [0-9]* of stream .*damaged'
refuse "anxin verify is not content" anxin verify
says "and names the event" 'event [0-9]* of stream [a-z.]* is damaged'
refuse "anxin backup makes no backup of it" anxin backup --to "$WORK/bad"
refuse "not even half of one" test -e "$WORK/bad"
check "the set ends cleanly" set_stop
put_back "$WORK/sound"

# ---- a file that was cut short ----
size=$(stat -c %s "$STORE")
truncate -s $((size / 8192 * 4096)) "$STORE"
check "a store that was cut short is refused, by the page" refused 'booking.db'
check "with the reason" grep -Eq 'cut short|malformed|damaged' "$WORK/refused"
store_only "$WORK/sound"
truncate -s $((size - 100)) "$STORE"
check "a store that lacks its last bytes is refused" refused 'cut short'
: >"$WORK/empty"
check "an empty file is no copy to restore" sh -c \
    "! ANXIN_DATA='$DATA' '$BIN/anxin-booking' --restore '$WORK/empty' 2>&1 | grep -v 'not a copy'"
store_only "$WORK/sound"
set_start
check "every follower has applied all" wait_until caught_up
verified

# ---- two daemons on one store ----
check "S9 a second daemon on a store that is in use is refused" refused 'in use'
check "the set ends cleanly" set_stop
finish
