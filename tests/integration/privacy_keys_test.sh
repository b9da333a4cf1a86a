#!/bin/sh
# Keys apart from stores (X5, I24): a copy of the stores holds no key; a copy of the keys expires; lost keys come back from
# it, never those of a person who was erased; a store from before an erasure is erased again before it serves.
# shellcheck disable=SC2317  # what check calls
. "$(dirname "$0")/../fault/setup.sh"

household() { # household ID PHONE
    anxin send household.put household="$1" community=CM1 consent=app name="QX7-$1" phone="$2" --as partner:desk --source desk
}
name_of() { anxin get household "$1" --as manager:M1 2>/dev/null | grep -o "QX7-$1"; }
known() { [ "$(name_of "$1")" = "QX7-$1" ]; }
status() { anxin privacy status --json | sed -n "s/.*\"$1\": *\([0-9]*\).*\"service\": *\"booking\".*/\1/p"; }

set_start
station_set
check "a household is registered" household H-K 13800001111
check "and another one" household H-E 13800002222

check "stores are copied" anxin backup --to "$DATA/stores"
check "a copy of the stores holds no key file" test ! -e "$DATA/stores/booking.keys"
refuse "nor a name" grep -rqa QX7 "$DATA/stores"
check "keys are copied apart" anxin backup --keys --to "$DATA/keycopy"
check "of the services that have any" test -s "$DATA/keycopy/booking.keys"
refuse "and of no other" test -e "$DATA/keycopy/matching.keys"
check "with the day on which they expire" grep -q keys_expire "$DATA/keycopy/manifest.json"

check "a household is erased" anxin privacy erase H-E
refuse "nobody knows its name" known H-E
check "the other is known" known H-K
check "the set ends" set_stop

# ---- an older copy of the store ----

check "the stores from before the erasure are restored" anxin restore --from "$DATA/stores"
set_start
refuse "the erased one stays erased" known H-E
check "the other is known" known H-K
check "it was erased again at the start" test "$(status replayed)" = 1
check "the stores are sound" anxin verify
check "the set ends" set_stop

# ---- lost keys ----

rm "$DATA"/booking.db.keys*
set_start
refuse "without its keys a store knows nobody" known H-K
check "and serves the rest" anxin list station
check "the status counts what cannot be read" test "$(status lost)" -ge 2
check "the set ends" set_stop
check "the keys are restored" anxin restore --from "$DATA/keycopy"
set_start
check "now the name is known again" known H-K
refuse "the erased one stays erased, although the copy held its key" known H-E
check "the set ends" set_stop

# ---- copies that have expired ----

sed -i 's/"keys_expire": *[0-9]*/"keys_expire": 1000/' "$DATA/keycopy/manifest.json"
refuse "copies of keys that have expired are refused" anxin restore --from "$DATA/keycopy"
mkdir -p "$DATA/backup-keys"
mv "$DATA/keycopy" "$DATA/backup-keys/old"
set_start
check "the next backup" anxin backup --to "$DATA/stores2"
refuse "removes them" test -e "$DATA/backup-keys/old"
check "the set ends" set_stop

# ---- the master key ----

mv "$DATA/keys/master" "$WORK/master"
refuse "without its master key a store is refused" sh -c "ANXIN_DATA='$DATA' '$BIN/anxin-booking' 2>'$WORK/why'"
check "with the reason" grep -q "put it back" "$WORK/why"
mkdir "$WORK/credentials"
cp "$WORK/master" "$WORK/credentials/anxin.master"
chmod 0400 "$WORK/credentials/anxin.master"
CREDENTIALS_DIRECTORY=$WORK/credentials
export CREDENTIALS_DIRECTORY
set_start
check "a credential of systemd takes its place" known H-K
check "the set ends" set_stop
finish
