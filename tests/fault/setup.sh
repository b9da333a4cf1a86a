# shellcheck shell=sh
# What the tests of faults share, after lib.sh. Use: . "$(dirname "$0")/setup.sh"
#
# What a script stands on ends it at once when it fails: a daemon that does not start, a station that is not set up. All
# that comes after it would wait in vain.
#
#   station_set          one station, service, community and 60 households at booking
#   readers_set          two receptionists at notification, who are told of each booking
#   workers_set          eight workers at roster, so that some of the bookings are given to somebody
#   load_start N WINDOW RATE   N bookings from outside, in the background; see load.h. N 0: until load_finish
#   load_finish          no more than those that are under way; waits until all are acknowledged
#   load_runs            true until load_finish, when the load has not ended by itself
#   acked                how many have been acknowledged so far
#   repeat_after N       the sender repeats all it was acknowledged but the first N, as it sent them
#   once [any]           each acknowledged booking is there once and was applied once by everybody, in its order (any: in any)
#   daemon_start NAME    one daemon by hand (with $WORK/NAME.conf if there is one, in the network namespace $IN and with $DESCRIPTORS descriptors, if set); daemon_stop NAME ends it with SIGTERM
. "$(dirname "$0")/../lib.sh"

ACKED=$WORK/acked
LOAD=$BUILD/fault/load
LOAD_PID=
LOAD_SECONDS=300 # only end a load that hangs
READERS=2

make -s -C "$ROOT" "B=${B:-build}" "${B:-build}/fault/load" >"$WORK/make.log" 2>&1 || {
    sed 's/^/# /' "$WORK/make.log"
    not_ok "the load program builds"
    finish
}

# sends "sentence" ROLE: the JSON lines of the standard input, all of them done; fails when they are not
sends() {
    failed_before=$FAILED
    check "$1" anxin send --file - --as "$2:setup" --source setup
    [ "$FAILED" -eq "$failed_before" ]
}

# The last part of a pipe counts in a shell of its own; what it said stands there already.
ends_here() {
    FAILED=$((FAILED + 1))
    finish
}

station_lines() {
    hours=
    for day in 1 2 3 4 5 6 7; do hours="$hours,{\"weekday\":$day,\"open_min\":480,\"close_min\":1080}"; done
    echo '{"type":"community.put","data":{"community":"CM1","name":"民和社区","cell_lat":22523,"cell_lon":113041}}'
    echo '{"type":"station.put","data":{"station":"ST1","active":true,"name":"示范站","host_kind":"company",' \
        "\"cell_lat\":22505,\"cell_lon\":113046,\"hours\":[${hours#,}]}}"
    echo '{"type":"coverage.put","data":{"station":"ST1","communities":["CM1"]}}'
    echo '{"type":"service.put","data":{"service":"HH-01","active":true,"name":"日常保洁","line":"household",' \
        '"minutes":120,"workers":1,"worker_kinds":["domestic"]}}'
    for number in $(seq -w 1 60); do
        echo "{\"type\":\"household.put\",\"data\":{\"household\":\"H-$number\",\"community\":\"CM1\",\"consent\":\"paper\"}}"
    done
}

reader_lines() {
    for number in $(seq 1 $READERS); do
        echo "{\"type\":\"reader.put\",\"data\":{\"reader\":\"receptionist-$number\",\"active\":true," \
            '"roles":["receptionist"],"station":"ST1"}}'
    done
}

worker_lines() {
    from=$(($(date +%s) * 1000 - 864000000))
    until=$((from + 26000000000))
    echo '{"type":"duty.publish","data":{"kind":"all","title":"服务人员工作职责"}}'
    for number in 1 2 3 4 5 6 7 8; do
        echo "{\"type\":\"worker.hire\",\"data\":{\"worker\":\"W-$number\",\"employment\":\"employee\",\"kind\":\"domestic\"," \
            "\"station\":\"ST1\",\"name\":\"阿榕\",\"languages\":[\"yue\"],\"sex\":\"f\",\"cell_lat\":22510,\"cell_lon\":113040}}"
        for type in identity background health insurance; do
            echo "{\"type\":\"cert.register\",\"data\":{\"worker\":\"W-$number\",\"cert\":\"W-$number-$type\"," \
                "\"cert_type\":\"$type\",\"number\":\"DEMO-$type-$number\",\"body\":\"demo_body\"," \
                "\"valid_from\":$from,\"valid_to\":$until}}"
        done
    done
}

verify_lines() {
    for number in 1 2 3 4 5 6 7 8; do
        for type in identity background health insurance; do
            echo "{\"type\":\"cert.verify\",\"actorrole\":\"manager\",\"actorid\":\"second\"," \
                "\"data\":{\"cert\":\"W-$number-$type\",\"evidence\":\"original_seen\"}}"
        done
        echo "{\"type\":\"duty.accept\",\"data\":{\"worker\":\"W-$number\",\"version\":1}}"
        echo "{\"type\":\"prejob.record\",\"data\":{\"worker\":\"W-$number\",\"hours\":60,\"body\":\"demo_body\"}}"
        echo "{\"type\":\"worker.start\",\"data\":{\"worker\":\"W-$number\"}}"
    done
}

station_set() { station_lines | sends "a station, a service and 60 households are set up" manager || ends_here; }
readers_set() { reader_lines | sends "two receptionists are to be told" manager || ends_here; }
workers_set() { { worker_lines; verify_lines; } | sends "eight workers are hired" manager || ends_here; }

load_start() {
    rm -f "$ACKED.enough"
    "$LOAD" send "ipc://$DATA/run/booking.request" "$ACKED" "$1" "$2" "$3" $LOAD_SECONDS >"$WORK/load.out" 2>"$WORK/load.err" &
    LOAD_PID=$!
}

load_ended() {
    wait "$LOAD_PID"
    code=$?
    LOAD_PID=
    cat "$WORK/load.out"
    tail -n 5 "$WORK/load.err"
    return $code
}

repeat_after() { "$LOAD" repeat "ipc://$DATA/run/booking.request" "$ACKED" "$1"; }
load_runs() { kill -0 "$LOAD_PID"; }
acked() { if [ -f "$ACKED" ]; then wc -l <"$ACKED"; else echo 0; fi; }
acked_are() { [ "$(acked)" -ge "$1" ]; } # for wait_until

load_finish() {
    : >"$ACKED.enough"
    check "all bookings are acknowledged in the end" load_ended
    sed 's/^/# /' "$WORK/load.out"
}

# Nothing is set aside, and `anxin verify` finds nothing.
nothing_parked() { ! anxin status --json | grep -q '"parked": *[1-9]'; }
once() {
    check "every follower has applied all of its source" wait_until caught_up
    check "nothing was set aside" nothing_parked
    order="and in order"
    [ -z "${1-}" ] || order="in whatever order"
    check "each acknowledged booking exists once, each event was applied once $order" \
        "$LOAD" check "$DATA" "$ACKED" "$READERS" ${1:+"$1"}
    grep acknowledged "$WORK/check.out" | sed 's/^/# /'
}
verified() { check "anxin verify finds nothing wrong" anxin verify; }

daemon_answers() { anxin status --json --timeout 500 | grep -q "\"service\": *\"$1\".*\"up\": *true"; }

daemon_start() {
    set -- "$1" "$WORK/$1.conf"
    [ -f "$2" ] || set -- "$1"
    ANXIN_DATA=$DATA ${IN:+ip netns exec "$IN"} ${DESCRIPTORS:+prlimit "--nofile=$DESCRIPTORS"} "$BIN/anxin-$1" ${2:+--config "$2"} >>"$WORK/set.log" 2>&1 &
    echo $! >"$WORK/$1.hand"
    wait_until daemon_answers "$1" && return 0
    not_ok "$1 starts"
    finish
}

daemon_stop() {
    pid=$(cat "$WORK/$1.hand")
    rm "$WORK/$1.hand"
    kill -TERM "$pid"
    wait "$pid"
}

fault_clean_up() {
    [ -z "$LOAD_PID" ] || kill "$LOAD_PID" 2>/dev/null
    for hand in "$WORK"/*.hand; do
        [ ! -f "$hand" ] || kill -KILL "$(cat "$hand")" 2>/dev/null
    done
    clean_up
}
trap fault_clean_up EXIT
