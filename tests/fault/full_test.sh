#!/bin/sh
# A disk that runs full under load (MESSAGING 8, scenario 11), on a small file system of its own: intake stops with a time
# to come back, questions are answered, nothing is parked, no process ends; when there is room all goes on by itself.
. "$(dirname "$0")/setup.sh"

FILLER=
fill_end() {
    [ -z "$FILLER" ] || kill "$FILLER" 2>/dev/null
    wait "$FILLER" 2>/dev/null
    FILLER=
    rm -f "$DATA/filler"
}
full_clean_up() {
    fill_end
    set_down
    umount "$DATA" 2>/dev/null
    fault_clean_up
}
trap full_clean_up EXIT

# Room for six write-ahead logs at their longest (64 MiB each), six stores and the copy that verify makes.
mkdir -p "$DATA"
if ! mount -t tmpfs -o size=800m,mode=700 tmpfs "$DATA" 2>"$WORK/mount.err"; then
    skip "S11 a full disk is survived (a full store is: quota_test)" "a small file system can be mounted by root only ($(tail -n 1 "$WORK/mount.err"))"
    finish
fi

cat >"$WORK/full.conf" <<CONF
[anxin]
disk_low_mib = 8
ballast_mib = 2
CONF

pids() { cat "$DATA"/run/*.pid | sort | tr '\n' ' '; }
disk_is() { anxin status --json | grep -q "\"service\": *\"booking\".*\"disk\": *\"$1\""; }
disk_is_well() { ! anxin status --json | grep -q '"disk": *"'; }
ballast_of() { find "$DATA" -name "$1.db-ballast" -size +1M; }
told() { grep -c "service=$1 event=$2" "$WORK/set.log"; }
has_told() { [ "$(told "$1" "$2")" -ge 1 ]; }

set_start --config "$WORK/full.conf"
station_set
readers_set
workers_set
check "S11 each service has its ballast" wait_until test -n "$(ballast_of booking)"
before=$(pids)
load_start 4000 64 200 120
check "the load runs" wait_until acked_are 200

# What fills the disk is somebody else's file.
fill() { while :; do head -c 500M /dev/zero >>"$DATA/filler"; sleep 0.1; done 2>/dev/null; }
fill &
FILLER=$!
check "S11 booking sees that the disk is full" wait_until disk_is full
check "S11 and has given its ballast back" wait_until test -z "$(ballast_of booking)"
refuse "S11 a command is refused" anxin send booking.create service=HH-01 household=H-60 station=ST1 \
    start="$((($(date +%s) / 86400 + 40) * 86400000 + 7200000))" --as manager:M1 --source desk consent=voice --id full-1
same "S11 as overloaded, for want of storage" 1 "$(grep -c 'overloaded.*storage' "$WORK/check.out")"
check "S11 a question is answered" anxin get station ST1
check "S11 a stream is read" anxin tail booking --after 5
check "S11 nothing is parked" nothing_parked
taken=$(acked)
for look in 1 2 3 4 5 6 7 8; do anxin tail booking --after 5 >"$WORK/tail.$look"; done
check "S11 while it is full nothing more is taken" test "$(acked)" -eq "$taken"
check "S11 booking has said it" wait_until has_told booking disk.full
same "S11 once" 1 "$(told booking disk.full)"
same "S11 no process has ended" "$before" "$(pids)"

fill_end
check "S11 with room they go on by themselves" wait_until disk_is_well
check "S11 with a ballast again" wait_until test -n "$(ballast_of booking)"
check "S11 booking has said that too" wait_until has_told booking disk.room
load_finish
check "S11 the refused command is taken when it comes again" anxin send booking.create service=HH-01 household=H-60 station=ST1 \
    start="$((($(date +%s) / 86400 + 40) * 86400000 + 7200000))" --as manager:M1 --source desk consent=voice --id full-1
same "S11 no process has ended at all" "$before" "$(pids)"
once
verified
set_stop
same "the set ends in order" 0 $?
finish
