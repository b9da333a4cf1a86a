#!/bin/bash
# Daemons upgraded one at a time while the others run under load (MESSAGING 8: 29): each takes its old store, with what is
# in it, to the next schema, and the others go on following it; the program before refuses the new store and says why.
. "$(dirname "$0")/setup.sh"

SERVICES="booking matching roster training mediation notification"
NEXT=$WORK/next # the programs of the next version: one more step in the schema of each

schema_of() { anxin status --json | sed -n "s/.*\"service\": *\"$1\".*\"schema\": *\([0-9]*\).*/\1/p"; }
libraries() {
    packages="libzmq sqlite3 libuv inih libsodium jansson"
    if pkg-config --exists msgpack; then packages="$packages msgpack"; else packages="$packages msgpack-c"; fi
    echo "$(pkg-config --libs $packages) -lm"
}

# next_build SERVICE: the daemon as it is, with the steps of its schema and one more
next_build() {
    cp -r "$ROOT/services/$1/schema" "$WORK/$1-schema" || return 1
    number=$(printf %03d $(($(ls "$WORK/$1-schema" | wc -l) + 1)))
    cat >"$WORK/$1-schema/${number}_next.sql" <<'SQL'
CREATE TABLE next_version (name TEXT NOT NULL PRIMARY KEY, events INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO next_version SELECT 'found', count(*) FROM event;
SQL
    "$ROOT/common/store/embed" "$1" "$WORK/$1-schema" >"$WORK/$1_schema.c" || return 1
    # shellcheck disable=SC2046 # flags are words
    cc ${SAN:-} -I"$ROOT/common" -I"$ROOT" "$BUILD/obj/services/$1/main.o" "$WORK/$1_schema.c" "$BUILD/libservices.a" \
        "$BUILD/libanxin.a" -o "$NEXT/anxin-$1" $(libraries)
}

upgrade() {
    old=$(schema_of "$1")
    daemon_stop "$1"
    same "$1 ends cleanly under load" 0 $?
    BIN=$NEXT daemon_start "$1"
    same "S29 $1 takes its store to the next schema" $((old + 1)) "$(schema_of "$1")"
}

found() { "$PYTHON" -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("SELECT events FROM next_version").fetchone()[0])' "$DATA/$1.db"; }

mkdir "$NEXT"
cp "$BIN/anxin" "$NEXT/"
for service in $SERVICES; do
    check "the next version of $service builds" next_build "$service"
done
for service in $SERVICES; do daemon_start "$service"; done
station_set
readers_set
workers_set
load_start 0 16 60
check "the load runs" wait_until acked_are 100
for service in notification booking roster matching mediation training; do
    upgrade "$service"
    check "S29 the others go on: bookings are acknowledged" wait_until acked_are $(($(acked) + 50))
done
check "the load was still running" load_runs
load_finish
once
BIN=$NEXT
verified

daemon_stop booking
check "S29 what was in the store was there for the new step" test "$(found booking)" -gt 100
ANXIN_DATA=$DATA timeout 20 "$BUILD/bin/anxin-booking" >"$WORK/refused" 2>&1
same "S29 the program before refuses the new store for good" 2 $?
check "S29 and says why" grep -Eq 'newer .*schema \([0-9]+\) than this program knows' "$WORK/refused"
daemon_start booking
check "S29 and has not touched it: the new one goes on" wait_until caught_up
verified
for service in $SERVICES; do
    daemon_stop "$service"
    same "$service ends cleanly" 0 $?
done
finish
