#!/bin/bash
# A set of two places: the services of a district run once for each, notification once for both (DESIGN 8).
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

export ANXIN_PLACES="xinhui pengjiang"
placed="booking matching roster training mediation"
places="xinhui pengjiang"
day=$(date -u -d '+2 days' +%F)

# says "sentence" PATTERN: a line of what the last check or refusal said has the pattern
says() { cp "$WORK/check.out" "$WORK/told" && check "$1" grep -E -- "$2" "$WORK/told"; }
at() { anxin "${@:2}" --place "$1"; }
count() { anxin tail "$1" "${@:3}" | grep -c "\"type\":\"$2\""; }
instances() { for name in $placed; do for place in $places; do echo "$name/$place"; done; done && echo notification; }
pid_at() { cat "$DATA/run/$1.pid"; }
ends_with() { # ends_with CODE COMMAND...
    local wanted=$1
    shift
    "$@"
    [ $? -eq "$wanted" ]
}

# What stands the same in both, and one booking at each.
setup_put() {
    at "$1" send community.put community=HUICHENG name=会城 cell_lat=22523 cell_lon=113036 --id "$1-community" &&
        at "$1" send station.put station=S1 name=示范站 host_kind=company cell_lat=22523 cell_lon=113036 active=true \
            'hours=[{"weekday":1,"open_min":0,"close_min":1440},{"weekday":2,"open_min":0,"close_min":1440},{"weekday":3,"open_min":0,"close_min":1440},{"weekday":4,"open_min":0,"close_min":1440},{"weekday":5,"open_min":0,"close_min":1440},{"weekday":6,"open_min":0,"close_min":1440},{"weekday":7,"open_min":0,"close_min":1440}]' \
            --as manager:M1 --id "$1-station" &&
        at "$1" send coverage.put station=S1 communities=HUICHENG --as manager:M1 --id "$1-coverage" &&
        at "$1" send service.put service=HH-01 name=日常保洁 line=household minutes=120 workers=1 \
            worker_kinds=domestic active=true --as manager:M1 \
            --id "$1-service" &&
        at "$1" send household.put household=H1 community=HUICHENG consent=paper name=居民户-0143 \
            --as receptionist:R1 --id "$1-household"
}
book() { # book PLACE NUMBER HOUR
    at "$1" send booking.create service=HH-01 household=H1 "start=${day}T$3:00+08:00" "source_ref=$2" \
        --source miniapp --as partner:miniapp --id "one-command-$2"
}
told() { anxin tail feed.disp-1 | grep -c '"rule":"booked"'; }
told_of() { [ "$(told)" -eq "$1" ]; }
# The same command again is the same fact only with the same time: a sender repeats what it has sent.
again='{"type":"booking.create","id":"one-command-R3","source":"miniapp","actorrole":"partner","actorid":"miniapp","time":"'$(date -u +%FT%TZ)'",
    "data":{"service":"HH-01","household":"H1","start":"'$day'T18:00:00+08:00","source_ref":"R3"}}'
repeat() { echo "$again" | tr -d '\n' | at xinhui send --file -; }
subject() { sed -n 's/^ *subject *//p' "$WORK/check.out"; }

# ---- one set, two places ----

set_start
same "the services of a district run once for each place, notification once" "$(instances | sort)" \
    "$(anxin status --json | sed -n 's/.*"service": *"\([^"]*\)".*/\1/p' | sort)"
check "each with a store of its own" test -s "$DATA/booking.xinhui.db" -a -s "$DATA/booking.pengjiang.db"
refuse "and there is none without a place" test -e "$DATA/booking.db"
same "no name made a folder" "" "$(find "$DATA" -mindepth 2 -name '*.db')"
check "all follow whom they should" wait_until caught_up
for place in $places; do check "$place has a station and a household" setup_put "$place"; done
check "notification tells one reader of bookings wherever they are" sh -c "
    '$BIN/anxin' send reader.put reader=disp-1 roles=dispatcher station='*' active=true --data '$DATA' &&
    '$BIN/anxin' send rule.put rule=booked pattern=booking.requested audience=readers readers=disp-1 priority=5 ack=none \
        title=预约 title_en=booked --data '$DATA'"
check "xinhui books" book xinhui R1 10
one=$(subject)
check "pengjiang books by the very same command" book pengjiang R1 10
other=$(subject)
refuse "they are two bookings" test "$one" = "$other"
check "xinhui gives the same answer again" book xinhui R1 10
same "for the same booking" "$one" "$(subject)"
check "the reader is told of both" wait_until told_of 2
same "each place has a stream of its own" "1 1" \
    "$(count booking/xinhui booking.requested) $(count booking/pengjiang booking.requested)"
same "whose source is the instance" 1 "$(anxin tail booking/xinhui | grep booking.requested | grep -c '"source":"booking/xinhui"')"
same "and what the outside system may see stands at each place" "1 1" \
    "$(count partner.miniapp booking.requested --place xinhui) $(count booking/pengjiang.partner.miniapp booking.requested)"

# ---- whom the tool asks ----

refuse "a command needs a place" anxin send household.put household=H2 community=HUICHENG consent=paper name=居民户-0144
says "and is told which there are" 'booking runs at each place: say which with --place \(xinhui, pengjiang\)'
refuse "a place that there is not is named" at jianghai send household.get id=H1
says "with its name" 'there is no place jianghai'
check "ANXIN_PLACE says it, too" env ANXIN_PLACE=xinhui "$BIN/anxin" send household.get id=H1 \
    --as receptionist:R1 --data "$DATA"
check "what is asked for is found wherever it is" anxin get booking "$other"
says "and where is told" '^booking/pengjiang$'
refuse "what is nowhere is not" anxin get booking nix
says "with the reason" 'unknown_booking'
same "lists are put together" "pengjiang xinhui" \
    "$(anxin list booking --json | sed -n 's/.*"place": *"\([a-z]*\)".*/\1/p' | sort | tr '\n' ' ' | sed 's/ $//')"
same "or of one place" 1 "$(at xinhui list booking --json | wc -l)"
check "a story is told across the services of its place" anxin trace "$other"
says "with the visit" 'visit.planned'
check "one place holds back what the other does not" at xinhui pause matching booking --reason test
check "and it is seen" sh -c "'$BIN/anxin' status --data '$DATA' | grep -E 'matching/xinhui: booking/xinhui .*paused'"
check "until it goes on" anxin resume matching/xinhui booking/xinhui
check "who is at one place alone is forgotten there" sh -c "
    '$BIN/anxin' send household.put household=H3 community=HUICHENG consent=paper name=居民户-0145 --as receptionist:R1 \
        --place xinhui --data '$DATA' && '$BIN/anxin' privacy erase H3 --place xinhui --data '$DATA' --timeout 30000"
says "by all of that place and notification" '^notification '
refuse "and by nobody else" grep -q pengjiang "$WORK/told"

# ---- one instance dies ----

kill -s KILL "$(pid_at booking.xinhui)"
check "while it is down the other place takes bookings" book pengjiang R2 14
check "it comes back" wait_until anxin status
check "and takes them, too" book xinhui R2 14
check "all is followed, of each by its own cursor" wait_until caught_up
same "the reader has heard of all four" 4 "$(told)"
check "the stores are sound and copies are as their owners have them" anxin verify
says "all eleven" '^sound: 11 services, 0 faults$'

# ---- a store has one owner ----

check "the set ends cleanly" set_stop
cp "$DATA/booking.xinhui.db" "$WORK/moved.db"
foreign() {
    ANXIN_DATA=$DATA ANXIN_BOOKING_PENGJIANG_STORE=$WORK/moved.db timeout 20 "$BIN/anxin-booking" --place pengjiang
}
check "a place refuses the store of another" ends_with 2 foreign
says "and says whose it is" 'belongs to service booking/xinhui, not to booking/pengjiang'
nowhere() { ANXIN_DATA=$DATA timeout 20 "$BIN/anxin-booking" "$@"; }
check "a daemon that is told no place does not start" ends_with 2 nowhere
says "and says which there are" 'booking runs once for each place: say which of xinhui, pengjiang'
check "nor at one that there is not" ends_with 2 nowhere --place jianghai
says "and says so" 'there is no place jianghai, only xinhui, pengjiang'
check "nor a service of the whole at one" ends_with 2 env ANXIN_DATA="$DATA" "$BIN/anxin-notification" --place xinhui
says "and says so" 'notification runs once for all places'
check "config check asks each" anxin config check
says "of each place" '^booking/pengjiang.store '
check "the sample configuration of two places is good" env -u ANXIN_PLACES "$BIN/anxin" config check "$ROOT/deploy/places.conf"
says "with its endpoints" '^mediation/pengjiang.request +tcp://10.0.1.6:7441'
refuse "and no section that nobody reads" grep -q 'nobody here reads' "$WORK/told"

# ---- backup and restore of one, the others at work ----

launch() { # launch INSTANCE
    local place=${1#*/}
    [ "$place" = "$1" ] && place=
    ANXIN_DATA=$DATA "$BIN/anxin-${1%/*}" ${place:+--place "$place"} --attached <"$WORK/leash" >>"$WORK/set.log" 2>&1 &
    echo $! >"$WORK/pid.${1/\//.}"
}
mkfifo "$WORK/leash" # whoever reads it ends when the script does
exec 9<>"$WORK/leash"
for name in $(instances); do launch "$name"; done
check "daemons run without the tool, each told its place" wait_until anxin status
check "one instance is backed up" anxin backup booking/xinhui --to "$WORK/copy"
check "in a file of its name" test -s "$WORK/copy/booking.xinhui.db"
check "it takes another booking" repeat
check "which is heard" wait_until told_of 5
refuse "in use it is not restored" anxin restore --from "$WORK/copy" booking/xinhui
says "and says which to stop" 'stop anxin-booking/xinhui first'
kill -s TERM "$(cat "$WORK/pid.booking.xinhui")"
wait "$(cat "$WORK/pid.booking.xinhui")"
refuse "a copy of one place is no copy of another" anxin restore --from "$WORK/copy" booking/pengjiang
check "its copy is put back while the others run" anxin restore --from "$WORK/copy" booking/xinhui
check "the other place works meanwhile" book pengjiang R3 18
launch booking/xinhui
check "it comes back" wait_until anxin status
check "its sender repeats what was acknowledged since" repeat
same "the facts are the same ones" 3 "$(count booking/xinhui booking.requested)"
check "all go on from the fork" wait_until caught_up
check "and the stores are sound" anxin verify
says "all eleven" '^sound: 11 services, 0 faults$'
same "the reader was told once of each" 6 "$(told)"
for name in $(instances); do kill -s TERM "$(cat "$WORK/pid.${name/\//.}")"; done
clean=0
for name in $(instances); do wait "$(cat "$WORK/pid.${name/\//.}")" || clean=1; done
same "each ends cleanly" 0 $clean

# ---- on tcp ----

ends=$(for name in $(instances); do echo "${name/\//.}.request ${name/\//.}.stream ${name/\//.}.intake"; done)
# shellcheck disable=SC2086 # words
ends_on_tcp $ends
set_start
check "on tcp each instance has a key of its own" test -s "$DATA/keys/booking.xinhui.secret" -a -s "$DATA/keys/booking.pengjiang.secret"
check "under its own name in the registry" grep -qx '\[booking/pengjiang\]' "$DATA/keys/registry"
check "they let each other in and follow" wait_until caught_up
check "and a command is done" book pengjiang R4 08
check "which notification hears" wait_until caught_up
same "and tells" 7 "$(told)"
check "the set ends cleanly" set_stop

finish
