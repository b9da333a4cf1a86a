#!/bin/bash
# How a daemon is closed (MESSAGING 7.5): the units by systemd's own measure, and what the process gives up by itself.
. "$(dirname "$0")/../lib.sh"

UNITS=$ROOT/deploy/systemd
MOST=15 # exposure in tenths

if ! command -v systemd-analyze >/dev/null 2>&1; then
    skip "the units are measured" "there is no systemd-analyze here"
elif ! systemd-analyze security --help 2>/dev/null | grep -q -- --offline; then
    skip "the units are measured" "this systemd-analyze cannot look at files"
else
    for name in booking matching roster training mediation notification; do
        cp "$UNITS/anxin@.service" "$WORK/anxin@$name.service"
        check "anxin@$name.service has an exposure of at most $MOST tenths" \
            systemd-analyze security --offline=yes --no-pager --threshold=$MOST "$WORK/anxin@$name.service"
    done
    sed '/^CapabilityBoundingSet=/d; /^ProtectSystem=/d; /^PrivateUsers=/d; /^SystemCallFilter=/d' "$UNITS/anxin@.service" \
        >"$WORK/anxin@open.service"
    refuse "and one that is less closed has more" \
        systemd-analyze security --offline=yes --no-pager --threshold=$MOST "$WORK/anxin@open.service"
fi
refuse "libzmq may set the scheduling of its threads" grep -E '^SystemCallFilter=~.*@resources' "$UNITS/anxin@.service"
for name in booking matching roster training mediation notification; do
    check "anxin.target wants $name" grep -q "anxin@$name.service" "$UNITS/anxin.target"
done

# ---- what systemd is told ----

for line in Type=notify NotifyAccess=main WatchdogSec=20; do
    check "the unit says $line" grep -qx "$line" "$UNITS/anxin@.service"
done
mkfifo "$WORK/orders"
ANXIN_DATA=$WORK/told "$PYTHON" "$ROOT/tests/integration/notified.py" "$WORK/notify" "$BIN/anxin-booking" \
    <"$WORK/orders" >"$WORK/heard" &
exec 9>"$WORK/orders"
heard() { grep -q -- "$1" "$WORK/heard"; }
signs() { grep -c '^WATCHDOG=1$' "$WORK/heard"; }
more_signs() { [ "$(signs)" -gt $(($1 + 2)) ]; }
check "a daemon says when it serves" wait_until heard '^READY=1 '
same "and nothing before that" READY=1 "$(head -n 1 "$WORK/heard" | cut -d ' ' -f 1)"
check "then that it lives, again and again" wait_until more_signs 0
echo stop >&9
check "one that stands still" wait_until heard '^did stop'
before=$(signs)
sleep 1 # longer than the watchdog's time: what does not come is waited for by the clock alone
check "says nothing more" test "$(signs)" -le $((before + 1))
echo cont >&9
check "until it goes on" wait_until more_signs "$before"
echo end >&9
check "asked to end, it says that it drains" wait_until heard '^STOPPING=1 '
check "and ends in order" wait_until heard '^ended 0$'
exec 9>&-

set_start
pid=$(pid_of booking)
check "a daemon leaves no core" sh -c "grep -E 'Max core file size +0 +0' /proc/$pid/limits"
check "it may open 65536 files, or as many as it is allowed" \
    sh -c "awk '/Max open files/ { exit !(\$4 >= 65536 || \$4 == \$5) }' /proc/$pid/limits"
[ "$(id -u)" -eq 0 ] ||
    same "its memory is its own: what /proc shows of it is root's" 0 "$(stat -c %u "/proc/$pid/environ")"
nice_of() { awk '{ print $19 }' "/proc/$(pid_of "$1")/stat"; }
stands_back() { [ "$(nice_of roster)" -eq "$(($(nice_of booking) + 10))" ] || [ "$(nice_of roster)" -eq 19 ]; } # there is no more
check "roster steps back where processors are short" stands_back
same "its store is its user's alone" 600 "$(stat -c %a "$DATA/booking.db")"
set_stop

printf '[anxin]\nuser = nobody-of-this-name\n' >"$WORK/conf"
if [ "$(id -u)" -ne 0 ]; then
    skip "started as root it becomes another user" "this is not root"
else
    check "a user that does not exist refuses the start" \
        sh -c "ANXIN_DATA='$DATA' '$BIN/anxin-booking' --config '$WORK/conf' 2>&1 | grep 'there is no user'"
    chmod 0711 "$WORK"
    printf '[anxin]\nuser = nobody\n' >"$WORK/conf"
    chmod 0644 "$WORK/conf"
    ANXIN_DATA=$WORK/own "$BIN/anxin-booking" --config "$WORK/conf" 2>"$WORK/own.log" &
    own=$!
    check "started as root with a user it serves" wait_until grep -q service.ready "$WORK/own.log"
    same "as that user, for good" "$(id -u nobody)$(id -u nobody)$(id -u nobody)" \
        "$(awk '/^Uid:/ { print $2 $3 $4 }' "/proc/$own/status")"
    same "its memory is its own: what /proc shows of it is root's" 0 "$(stat -c %u "/proc/$own/environ")"
    same "and what it makes is that user's" nobody "$(stat -c %U "$WORK/own/booking.db")"
    kill $own
    wait $own
fi
finish
