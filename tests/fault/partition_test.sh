#!/bin/bash
# Two machines and what may befall the cable between them (MESSAGING 8: 30, and 3 over a real network): booking, roster
# and the others on the one, matching on the other, by tcp with keys. Packets are lost, and with netem delayed, doubled and
# reordered; the cable is cut in one direction and in both. Nothing is lost, nothing is done twice, and what was cut off catches up by itself.
. "$(dirname "$0")/setup.sh"

HERE=anx$$a THERE=anx$$b NET=10.77.$(($$ % 250))
OTHERS="booking roster training mediation notification"

have_namespaces() { [ "$(id -u)" -eq 0 ] && ip netns add "$HERE" && ip netns add "$THERE"; } 2>/dev/null
no_namespaces() { ip netns del "$HERE"; ip netns del "$THERE"; } 2>/dev/null
partition_clean_up() {
    fault_clean_up
    no_namespaces
}
have_namespaces || {
    no_namespaces
    skip "S30 partitions between network namespaces" "they can be made by root alone, with iproute2 and a kernel that has them"
    finish
}
trap partition_clean_up EXIT

cable() {
    ip link add "${HERE}0" type veth peer name "${THERE}0" &&
        ip link set "${HERE}0" netns "$HERE" && ip link set "${THERE}0" netns "$THERE" &&
        ip -n "$HERE" addr add "$NET.1/24" dev "${HERE}0" && ip -n "$THERE" addr add "$NET.2/24" dev "${THERE}0" &&
        ip -n "$HERE" link set "${HERE}0" up && ip -n "$THERE" link set "${THERE}0" up &&
        ip -n "$HERE" link set lo up && ip -n "$THERE" link set lo up
}
# What leaves a side is dropped: all of it, or some.
cut() { ip netns exec "$1" iptables -I OUTPUT -o "${1}0" -p tcp -j DROP; }
lossy() { ip netns exec "$1" iptables -I OUTPUT -o "${1}0" -p tcp -m statistic --mode random --probability 0.08 -j DROP; }
wild() { ip netns exec "$1" tc qdisc replace dev "${1}0" root netem delay 60ms 40ms duplicate 10% reorder 25%; }
well() {
    for side in "$HERE" "$THERE"; do
        ip netns exec "$side" iptables -F OUTPUT
        ip netns exec "$side" tc qdisc del dev "${side}0" root 2>/dev/null
    done
}

{ cable && cut "$HERE" && lossy "$HERE"; } 2>/dev/null || {
    skip "S30 partitions between network namespaces" "they take veth and iptables with its statistic match"
    finish
}
well

anxin() { ip netns exec "$HERE" env ANXIN_DATA="$DATA" "$BIN/anxin" "$@"; }
there() { ip netns exec "$THERE" env ANXIN_DATA="$DATA" "$BIN/anxin" "$@"; }
booked=0
book() { # book N: so many bookings
    for _ in $(seq "$1"); do
        booked=$((booked + 1))
        echo "{\"type\":\"booking.create\",\"id\":\"p-$booked\",\"source\":\"desk\",\"actorrole\":\"manager\",\"actorid\":\"M1\",\"data\":" \
            "{\"service\":\"HH-01\",\"household\":\"H-$(printf %02d $((booked % 60 + 1)))\",\"station\":\"ST1\",\"consent\":\"voice\"," \
            "\"start\":$((($(date +%s) / 86400 + 2 + booked / 60) * 86400000 + 7200000))}}"
    done >"$WORK/wishes"
    check "S30 $1 bookings are taken" anxin send --file "$WORK/wishes" --json
}
requested() { anxin tail booking | grep -c '"type": *"booking.requested"'; }
planned() { there tail matching | sed -n 's/.*"type": *"visit.planned".*"booking": *"\([^"]*\)".*/\1/p'; }
all_planned() { [ "$(planned | wc -l)" -eq "$booked" ]; }
matching_is() { there status --json --timeout 800 2>"$WORK/silent" | grep '"service": *"matching"' | grep -q "\"source\": *\"booking\",[^}]*\"state\": *\"$1\""; }
matching_is_live() { matching_is live; }
all_there() { # all_there "after what"
    same "S30 $1 all bookings are there" "$booked" "$(requested)"
    check "S30 $1 every booking has come to matching" wait_until all_planned
    same "S30 $1 each once" "$(planned | sort -u | wc -l)" "$(planned | wc -l)"
    check "S30 $1 matching is live" wait_until matching_is_live
}

port=7400
for service in $OTHERS matching; do
    [ "$service" = matching ] && address=$NET.2 || address=$NET.1
    name=$(echo "$service" | tr a-z A-Z)
    export "ANXIN_${name}_REQUEST=tcp://$address:$((port += 1))" "ANXIN_${name}_STREAM=tcp://$address:$((port += 1))"
done
export "ANXIN_BOOKING_INTAKE=tcp://$NET.1:$((port += 1))"
for service in $OTHERS matching; do anxin keys new "$service" --role service; done >"$WORK/keys"
anxin keys new tool --role operator,manager,receptionist,dispatcher,registrar,worker,partner,client --self '*' --uses '*' \
    --station '*' --community '*' --district '*' >>"$WORK/keys"

for service in $OTHERS; do IN=$HERE daemon_start "$service"; done
IN=$THERE daemon_start matching
station_set
book 5
all_there "on a good cable"

lossy "$HERE" && lossy "$THERE"
book 20
all_there "through loss"
well

if { wild "$HERE" && wild "$THERE"; } 2>/dev/null; then
    book 10
    all_there "through delay, repetition and disorder"
else
    skip "S30 delay, repetition and disorder between namespaces" "this kernel has no netem"
fi
well

cut "$HERE" && cut "$THERE"
before=$booked
book 10
check "S30 and matching says that it hears nothing" wait_until matching_is silent
same "S30 and applies nothing" "$before" "$(planned | wc -l)" # asked on its own side
well
all_there "when it is mended"

cut "$THERE"
book 10
check "S30 whoever hears and is not heard says so" wait_until matching_is silent
well
all_there "when it is heard again"

cut "$HERE"
book 10
check "S30 whoever is heard and does not hear says so" wait_until matching_is silent
well
all_there "when it hears again"

for _ in 1 2 3 4; do
    cut "$HERE"
    book 2
    cut "$THERE"
    well
    book 2
done
all_there "when the cable was loose"

nothing_parked && ok "S30 nothing was set aside" || not_ok "S30 nothing was set aside"
for service in $OTHERS matching; do
    daemon_stop "$service"
    same "S30 $service ends cleanly" 0 $?
done
finish
