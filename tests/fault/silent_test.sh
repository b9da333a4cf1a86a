#!/bin/sh
# Roster falls silent (ruling 6): a visit of a risky service waits for it, others go on; when it is heard again what waited is
# filled, also when matching was restarted meanwhile.
. "$(dirname "$0")/setup.sh"

SERVICES="booking matching roster training mediation notification"

# book SERVICE HOUSEHOLD DAY: the id of a new booking
book() {
    anxin send booking.create service="$1" household="$2" station=ST1 consent=voice --json --as manager:M1 --source desk \
        start="$((($(date +%s) / 86400 + $3) * 86400000 + 7200000))" |
        sed -n 's/.*"subject": *"\([^"]*\)".*/\1/p'
}
# visit BOOKING FIELD
visit() { anxin list visit booking="$1" --json | sed -n "s/.*\"$2\": *\"\([^\"]*\)\".*/\1/p"; }
visit_is() { [ "$(visit "$1" state)" = "$2" ]; } # for wait_until
roster_is_silent() {
    anxin status --json --timeout 1000 | grep '"service": *"matching"' |
        grep -q '"source": *"roster"[^}]*"state": *"silent"'
}

for service in $SERVICES; do daemon_start "$service"; done
station_set
workers_set
check "a service that needs a nurse is set up" anxin send service.put service=ME-01 active=true name=上门换药 line=nursing \
    minutes=60 workers=1 --as manager:M1 --source desk
check "matching knows all of it" wait_until caught_up

daemon_stop roster
check "matching finds roster silent" wait_until roster_is_silent
RISKY=$(book ME-01 H-01 5)
PLAIN=$(book HH-01 H-02 6)
check "a visit of another service is given to somebody" wait_until visit_is "$PLAIN" ASSIGNED
check "the visit of the risky one is planned" wait_until visit_is "$RISKY" PLANNED
same "and says what it waits for" roster_silent "$(visit "$RISKY" risk)"
daemon_stop matching
daemon_start matching
check "after a restart of matching it waits still" visit_is "$RISKY" PLANNED
daemon_start roster
check "when roster is heard again it is given to somebody" wait_until visit_is "$RISKY" ASSIGNED
same "and says no more that it waits" "" "$(visit "$RISKY" risk)"
check "every follower has applied all of its source" wait_until caught_up
verified
for service in $SERVICES; do
    daemon_stop "$service"
    same "$service ends cleanly" 0 $?
done
finish
