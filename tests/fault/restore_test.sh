#!/bin/bash
# anxin backup while the set runs, and anxin restore: a new epoch whose fork is told, the old store kept, nothing silent
# (guarantee 7; MESSAGING 4.5, 8: 7, 9).
. "$(dirname "$0")/setup.sh"

epoch_of() { anxin status --json | sed -n "s/.*\"service\": *\"$1\".*\"epoch\": *\"\([0-9a-f]*\)\".*/\1/p"; }
state_is() { anxin status --json | grep "\"service\": *\"$1\"" | grep -q "\"state\": *\"$2\""; }
said() { grep -qE "$1" "$WORK/set.log"; }
says() { cp "$WORK/check.out" "$WORK/told" && check "$1" grep -E -- "$2" "$WORK/told"; }

# The manifest says what is in the folder, byte for byte.
manifest_holds() {
    "$PYTHON" - "$1" <<'PY'
import hashlib, json, os, sys
folder = sys.argv[1]
manifest = json.load(open(folder + "/manifest.json"))
for entry in manifest["services"]:
    copy = open(folder + "/" + entry["file"], "rb").read()
    assert len(copy) == entry["size"], entry
    assert hashlib.blake2b(copy, digest_size=32).hexdigest() == entry["blake2b"], entry
    assert len(entry["epoch"]) == 16 and entry["time"] > 0, entry
    heads = {head["stream"]: head["last"] for head in entry["heads"]}
    assert sum(heads.values()) == entry["events"], entry
names = sorted(entry["file"] for entry in manifest["services"]) + ["manifest.json"]
assert sorted(os.listdir(folder)) == sorted(names), os.listdir(folder)
PY
}

# ---- backup ----
set_start
station_set
readers_set
load_start 0 16 100
check "the load runs" wait_until acked_are 100
check "anxin backup copies all stores under load" anxin backup --to "$WORK/old"
check "the load goes on" wait_until acked_are $(($(acked) + 100))
check "the manifest tells each copy by size, hash, epoch and heads" manifest_holds "$WORK/old"
for service in booking matching roster training mediation notification; do
    check "there is a copy of $service" test -s "$WORK/old/$service.db"
done
refuse "a backup never overwrites one" anxin backup --to "$WORK/old"
says "and says so" 'exists already'
check "one service alone is backed up too" anxin backup booking --to "$WORK/one/"
check "with nothing else" test "$(ls "$WORK/one" | tr '\n' ' ')" = "booking.db manifest.json "
check "without --to it goes into the data folder" anxin backup roster
check "under its time" test "$(ls "$DATA"/backup/*/roster.db | wc -l)" = 1
refuse "a service that is not there is wrong usage" anxin backup nobody
load_finish
once
check "nothing is left over in the data folder" test -z "$(ls -d "$DATA"/backup-* "$DATA"/verify-* 2>/dev/null)"

# ---- restore is refused ----
check "anxin backup of the whole" anxin backup --to "$WORK/new"
refuse "a store in use is not restored" anxin restore --from "$WORK/new" booking
says "and says whose" 'in use'
before=$(epoch_of booking)
check "the set ends cleanly" set_stop
cp -r "$WORK/new" "$WORK/bad"
printf 'x' | dd of="$WORK/bad/roster.db" bs=1 seek=5000 conv=notrunc 2>/dev/null
sum=$(cksum "$DATA"/*.db)
refuse "a copy that is not the one that was made is not restored" anxin restore --from "$WORK/bad"
says "and named" 'roster.db is damaged'
refuse "nor is one of another service" anxin restore --from "$WORK/one" roster
same "none of it touched a store" "$sum" "$(cksum "$DATA"/*.db)"

# ---- a restore that loses nothing ----
check "a store that is down is restored" anxin restore --from "$WORK/new" booking
says "the fork is told" "epoch $before ended at event [0-9]*, epoch [0-9a-f]* begins"
check "the old store is kept" test -s "$DATA/booking.db.aside-1"
check "and nothing else" test -z "$(find "$DATA" -maxdepth 1 -name "booking.db-*" ! -name "*-ballast")"
touch "$DATA/booking.db-restoring"
refuse "after a restore that was cut short the daemon does not start" sh -c \
    "ANXIN_DATA='$DATA' timeout -k 5 20 '$BIN/anxin-booking'"
says "and says what to do" 'cut short: repeat it'
check "the restore is repeated" anxin restore --from "$WORK/new" booking
check "the store before is kept beside the first" test -s "$DATA/booking.db.aside-2"
set_start
refuse "booking has a new epoch" test "$(epoch_of booking)" = "$before"
check "its followers stand on its chain and go on" wait_until state_is matching live
once
verified
check "the set ends cleanly" set_stop

# ---- a restore of an older copy ----
check "an older copy is restored" anxin restore --from "$WORK/old" booking
set_start
check "S7 a follower that is ahead of it goes on from the fork, and says loudly what it had applied beyond it" \
    wait_until said '<3>service=matching event=follower.forked source=booking .*orphans=[1-9]'
refuse "S7 anxin verify is not content" anxin verify
says "S7 and says how much the follower has that booking lost" 'matching has applied [0-9]+ events that booking lost'
check "the set ends cleanly" set_stop
check "all stores of one backup together are restored" anxin restore --from "$WORK/new"
set_start
check "every follower has applied all" wait_until caught_up
once
verified
check "the set ends cleanly" set_stop
finish
