#!/bin/sh
# PUB that delivers nothing at all: every daemon is told a stream endpoint of the others where nobody is. Everything
# arrives all the same, once and in order (guarantee 3), because followers fetch.
. "$(dirname "$0")/setup.sh"

SERVICES="booking matching roster training mediation notification"

for service in $SERVICES; do
    for source in $SERVICES; do
        [ "$source" = "$service" ] || printf '[%s]\nstream = ipc://%s/run/nobody.%s\n' "$source" "$DATA" "$source"
    done >"$WORK/$service.conf"
done
for service in $SERVICES; do daemon_start "$service"; done
check "all services answer" wait_until anxin status
station_set
readers_set
workers_set
load_start 1500 64 300
load_finish
once
verified

# A single event far from any load: it must not wait for the next one.
before=$(date +%s)
check "S3 a single booking is taken" anxin send booking.create service=HH-01 household=H-60 station=ST1 \
    start="$((($(date +%s) / 86400 + 60) * 86400000 + 7200000))" --as manager:M1 --source desk consent=voice
check "S3 it reaches matching too" wait_until caught_up
check "within a few seconds" test $(($(date +%s) - before)) -le 5
for service in $SERVICES; do
    daemon_stop "$service"
    same "$service ends cleanly" 0 $?
done
refuse "nobody was where the followers listened" ls "$DATA"/run/nobody.*
finish
