#!/bin/sh
# docker-compose.yml: the six services from nothing in containers, a booking from the host, a container that is killed.
# The image stays (anxin:test), so that the next run builds only what has changed. COMPOSE_SECONDS=N bounds the build.
. "$(dirname "$0")/../lib.sh"

ABOUT="the set answers from containers"
BASE=debian:bookworm-slim
export ANXIN_IMAGE=anxin:test ANXIN_DATA="$DATA" COMPOSE_PROJECT_NAME="anxintest$$"
STARTED=

give_up() { # give_up REASON
    skip "$ABOUT" "$1"
    finish
}

COMPOSE=docker-compose
docker compose version >/dev/null 2>&1 && COMPOSE="docker compose"
compose() { $COMPOSE "$@"; }

down() {
    if [ -n "$STARTED" ]; then compose down -t 20 --remove-orphans >"$WORK/down.log" 2>&1; fi
}
trap 'down; clean_up' EXIT

fetch_base() { docker image inspect $BASE || timeout 60 docker pull -q $BASE; }

timeout 10 docker info >/dev/null 2>&1 || give_up "no Docker engine"
compose version >/dev/null 2>&1 || give_up "no docker-compose"
case ${DOCKER_HOST:-unix:} in unix:*) ;; *) give_up "the Docker engine is on another machine" ;; esac
fetch_base >/dev/null 2>&1 || give_up "the image $BASE is not here and cannot be pulled"
cd "$ROOT" || exit 1

# Only the first service is built: all share its image, and docker-compose 1 would build each anew.
timeout -k 10 "${COMPOSE_SECONDS:-600}" $COMPOSE build booking >"$WORK/build.log" 2>&1 || {
    not_ok "the image is built from nothing"
    tail -n 20 "$WORK/build.log" | sed 's/^/#   /'
    finish
}
ok "the image is built from nothing"

container() { compose ps -q "$1"; }
about() { docker inspect -f "$2" "$(container "$1")"; }

# ---- up ----

STARTED=yes
check "docker-compose up -d starts the set" compose up -d
check "and all six services answer on the host" anxin status --wait 60000
user_of() { docker top "$(container "$1")" -eo pid,uid | sed -n '2s/.* //p'; }
users() { for name in booking matching roster training mediation notification; do user_of $name; done; }
same "none of them runs as root" 6 "$(users | grep -c '^[1-9]')"
same "their own file system is read-only" true "$(about booking '{{.HostConfig.ReadonlyRootfs}}')"
same "they are in no network" none "$(about booking '{{.HostConfig.NetworkMode}}')"
same "what the folder holds belongs to that user" "$(users | sort -u)" "$(find "$DATA" -exec stat -c %u {} + | sort -u)"

# ---- a booking from the host ----

tell() { # tell ROLE TYPE FIELD=VALUE...
    role=$1
    shift
    anxin send "$@" --as "$role"
}

day() { echo "{\"weekday\":$1,\"close_min\":1440}"; }
hours="[$(day 1),$(day 2),$(day 3),$(day 4),$(day 5),$(day 6),$(day 7)]"
check "the host sets up a station" tell manager:M1 station.put station=ST1 active=true name=示范站 host_kind=company \
    cell_lat=22505 cell_lon=113045 hours="$hours"
check "a community" tell manager:M1 community.put community=CM1 name=民和社区 cell_lat=22506 cell_lon=113046
check "its coverage" tell manager:M1 coverage.put station=ST1 communities=CM1
check "a service" tell manager:M1 service.put service=HH-01 active=true name=日常保洁 line=household minutes=120 workers=1
check "a household" tell receptionist:S1 household.put household=H1 community=CM1 consent=paper cell_lat=22506 cell_lon=113046

start=$(date -u -d '+2 days' +%FT06:00:00Z)
book() {
    anxin send booking.create service=HH-01 household=H1 station=ST1 start="$start" consent=voice --as receptionist:S1 \
        --id book-1
}
check "a booking from the host is taken" book
cp "$WORK/check.out" "$WORK/first"
same "the same id again gets the same answer" "$(cat "$WORK/first")" "$(book 2>&1)"
booking=$(sed -n 's/^  subject *//p' "$WORK/first")
check "the services hear one another: matching has planned its visit" wait_event matching "visit\\.planned.*$booking"

# ---- a service that dies ----

# `docker kill` is an order to stay down; a crash is what the restart policy is for. Where this user may not end the
# process itself, the container is killed and started.
crash() {
    kill -9 "$(about booking '{{.State.Pid}}')" 2>/dev/null || {
        docker kill "$(container booking)" && docker start "$(container booking)"
    }
}
before=$(about booking '{{.State.StartedAt}}')
restarted() { [ "$(about booking '{{.State.StartedAt}}')" != "$before" ]; }
check "booking is killed" crash
check "and comes back" wait_until restarted
check "and answers" anxin status --wait 30000
same "the same id still gets the same answer" "$(cat "$WORK/first")" "$(book 2>&1)"
check "and every follower catches up" wait_until caught_up
check "the stores are sound" anxin verify
check "also asked from inside a container" compose exec -T booking anxin-entry verify

healthy() { [ "$(about matching '{{.State.Health.Status}}')" = healthy ]; }
check "the engine is told that a service is well" wait_until healthy

check "docker-compose down ends it" compose down -t 20
STARTED=
finish
