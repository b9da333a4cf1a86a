#!/bin/bash
# A big store is copied while its service works: bookings are answered meanwhile, who asks and goes ends it, and what a kill
# leaves of it is nothing that restore takes (DESIGN 5; guarantees 5, 6).
. "$(dirname "$0")/setup.sh"

part() { ls "$DATA"/backup-*/booking.db-part >/dev/null 2>&1; }
no_part() { ! part; }
says() { cp "$WORK/check.out" "$WORK/told" && check "$1" grep -E -- "$2" "$WORK/told"; }

# 400 MB that mean nothing: the time of a copy comes from the disk.
fill() {
    "$PYTHON" - "$1" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)"
           " INSERT INTO meta SELECT 'fill-' || i, hex(zeroblob(5000)) FROM n")
db.commit()
PY
}

backup_start() {
    ANXIN_DATA=$DATA "$BIN/anxin" backup booking --to "$1" >"$WORK/backup.out" 2>&1 &
    BACKUP=$!
}

set_start
station_set
check "the set ends" set_stop
check "booking's store grows to 400 MB" fill "$DATA/booking.db"
set_start

# ---- bookings are answered meanwhile ----
backup_start "$WORK/whole"
check "a copy is under way" wait_until part
check "a booking is answered meanwhile" anxin send booking.create service=HH-01 household=H-01 \
    "start=$(date -u -d '+2 days' +%Y-%m-%dT02:00:00Z)" source_ref=R-1 --source miniapp --as partner:miniapp --id during
check "before the copy is whole" part
refuse "a second copy is refused meanwhile" anxin backup booking --to "$WORK/second"
says "and says why" 'one at a time'
check "the copy is made" wait "$BACKUP"
check "it says nothing of its progress in a pipe" test "$(grep -c 'cop[iy]' "$WORK/backup.out")" = 0
check "the copy holds the booking that came meanwhile" test \
    "$("$PYTHON" -c "import sqlite3; print(*sqlite3.connect('$WORK/whole/booking.db').execute(\"SELECT count(*) FROM booking WHERE source_ref = 'R-1'\").fetchone())")" = 1

# ---- who asks and goes ----
backup_start "$WORK/gone"
check "another copy is under way" wait_until part
kill -9 "$BACKUP"
wait "$BACKUP" 2>/dev/null
check "when its asker has gone it ends" wait_until no_part
check "which the log says" wait_until grep -q 'event=copy.ended .*gone' "$WORK/set.log"

# ---- a kill in the middle ----
backup_start "$WORK/half"
check "a third copy is under way" wait_until part
kill -9 "$(pid_of booking)"
check "what is left of it is a part" part
PART=$(ls "$DATA"/backup-*/booking.db-part | tail -n 1)
cp "$PART" "$WORK/part.db"
kill -9 "$BACKUP"
wait "$BACKUP" 2>/dev/null
check "booking comes back by itself" wait_until daemon_answers booking
check "there is no backup of it" test ! -e "$WORK/half"
check "the set is sound" anxin verify
check "the set ends again" set_stop
refuse "a part is not restored" env ANXIN_DATA="$DATA" "$BIN/anxin-booking" --restore "$WORK/part.db"
says "and says that it is none" 'not a store|not a copy|is empty|cut short'
check "the whole one is" anxin restore --from "$WORK/whole"
finish
