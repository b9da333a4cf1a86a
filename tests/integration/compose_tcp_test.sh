#!/bin/sh
# deploy/tcp.yml: the six services on a network, each with its own secret key alone, and the tool in a container beside
# them. Needs what compose_test.sh needs, and shares its image (anxin:test). COMPOSE_SECONDS=N bounds the build.
# shellcheck disable=SC2317  # what check calls
. "$(dirname "$0")/../lib.sh"

ABOUT="the set answers over tcp from containers of its own network"
BASE=debian:bookworm-slim
SERVICES="booking matching roster training mediation notification"
KEYS=$WORK/keys
export ANXIN_IMAGE=anxin:test ANXIN_KEYS="$KEYS" ANXIN_REGISTRY="$KEYS/public/registry" COMPOSE_PROJECT_NAME="anxintcp$$"
STARTED=
# shellcheck disable=SC3045
limit=$(ulimit -Hn)
[ "$limit" = unlimited ] || [ "$limit" -ge 65536 ] || export ANXIN_NOFILE="$limit"

give_up() { # give_up REASON
    skip "$ABOUT" "$1"
    finish
}

COMPOSE=docker-compose
docker compose version >/dev/null 2>&1 && COMPOSE="docker compose"
compose() { $COMPOSE -f "$ROOT/deploy/tcp.yml" "$@"; }
down() {
    if [ -n "$STARTED" ]; then compose down -v -t 20 --remove-orphans >"$WORK/down.log" 2>&1; fi
}
trap 'down; clean_up' EXIT
fetch_base() { docker image inspect $BASE || timeout 60 docker pull -q $BASE; }

timeout 10 docker info >/dev/null 2>&1 || give_up "no Docker engine"
compose version >/dev/null 2>&1 || give_up "no docker-compose"
case ${DOCKER_HOST:-unix:} in unix:*) ;; *) give_up "the Docker engine is on another machine" ;; esac
[ "$(id -u)" -eq 0 ] || give_up "the keys are given to the user of the image, which takes root"
fetch_base >/dev/null 2>&1 || give_up "the image $BASE is not here and cannot be pulled"
cd "$ROOT" || exit 1
[ -x "$BIN/anxin" ] || {
    not_ok "the tool, which makes the keys, is built: $BIN/anxin"
    finish
}

# ---- the image ----

SECONDS_MOST=${COMPOSE_SECONDS:-600}
timeout -k 10 "$SECONDS_MOST" $COMPOSE -f deploy/tcp.yml build booking >"$WORK/build.log" 2>&1
built=$?
if [ $built -ne 0 ]; then
    not_ok "the image is built"
    [ $built -ne 124 ] || echo "#   not within $SECONDS_MOST s: COMPOSE_SECONDS=N gives it more"
    tail -n 20 "$WORK/build.log" | sed 's/^/#   /'
    finish
fi
ok "the image is built"
inside() { docker run --rm --network none --read-only --entrypoint "$@"; }
# What the image is made of is this checkout: its language, whole.
"$BIN/anxin" schema --markdown >"$WORK/language" 2>&1
inside /usr/bin/anxin $ANXIN_IMAGE schema --markdown >"$WORK/language.inside" 2>&1
check "from this checkout" cmp "$WORK/language" "$WORK/language.inside"
# The program stands beside what must not be there, so that a search that finds nothing at all is no proof.
found_inside() {
    inside find --user 0 $ANXIN_IMAGE / -xdev \( -name '*.secret' -o -name 'registry' -path '*anxin*' -o -name master -path '*key*' \
        -o -path /usr/bin/anxin -o -path /usr/bin/anxin-booking -o -path '/src*' \) -print 2>&1 | sort
}
same "no key is in it, and no source" "$(printf '/usr/bin/anxin\n/usr/bin/anxin-booking')" "$(found_inside)"
same "it runs as nobody of the host" anxin "$(docker image inspect -f '{{.Config.User}}' $ANXIN_IMAGE)"

# ---- keys, as deploy/README.md says ----

keys() { "$BIN/anxin" keys "$@"; }
chmod 0711 "$WORK"
mkdir -p "$KEYS/public"
for name in $SERVICES; do keys new "$name" --role service >"$WORK/new" || not_ok "a key of $name"; done
# shellcheck disable=SC2016
check "the tool gets a key" keys new tool --role operator,manager,receptionist,supervisor --station '*' --community '*' \
    --district '*' --uses '*' --self '*'
check "a partner too" keys new partner-1 --role partner
# Others have older registries: partner-1 one in which it is not revoked, a stranger one in which it is known.
mkdir "$KEYS/other"
cp "$KEYS/public/registry" "$KEYS/other/"
stranger() { ANXIN_REGISTRY=$KEYS/other/registry keys new stranger --role partner; }
check "and somebody whom the set does not know" stranger
chown 10001 "$KEYS"/*.secret
sed -n '/^x-environment/,/^services/s/^  \(ANXIN_[A-Z_]*\): "\{0,1\}\([^"]*\)"\{0,1\}$/\1=\2/p' deploy/tcp.yml |
    grep -v LOG_LEVEL >"$WORK/environment"

beside() { # beside NAME WORD...: the tool as NAME, in a container on the network of the set
    name=$1
    shift
    docker run --rm --network "${COMPOSE_PROJECT_NAME}_default" --read-only --tmpfs /tmp --cap-drop ALL \
        --env-file "$WORK/environment" -e "ANXIN_IDENTITY=$name" \
        -v "$KEYS/$name.secret:/run/anxin-keys/$name.secret:ro" -v "$KEYS/${REGISTRY:-public}:/run/anxin-registry:ro" \
        $ANXIN_IMAGE "$@"
}
anxin() { beside tool "$@"; }
container() { compose ps -q "$1"; }
about() { docker inspect -f "$2" "$(container "$1")"; }

# ---- up ----

STARTED=yes
check "docker-compose -f deploy/tcp.yml up -d starts the set" compose up -d
check "and all six services answer over the network" anxin status --wait 60000
user_of() { docker top "$(container "$1")" -eo pid,uid | sed -n '2s/.* //p'; }
users() { for name in $SERVICES; do user_of "$name"; done; }
same "none of them runs as root" 6 "$(users | grep -c '^10001')"
same "their own file system is read-only" true "$(about booking '{{.HostConfig.ReadonlyRootfs}}')"
held() { for name in $SERVICES; do docker exec "$(container "$name")" ls /run/anxin-keys; done; }
same "each has its own secret and no other's" "$(for name in $SERVICES; do echo "$name.secret"; done)" "$(held)"
same "no port is open on the host" "" "$(for name in $SERVICES; do docker port "$(container "$name")"; done)"
logs() { docker logs "$(container "$1")" 2>&1; }
has_log() { logs "$1" | grep -q -- "$2"; }
check "none leaves a core" sh -c "docker exec $(container booking) grep -E 'Max core file size +0 +0' /proc/1/limits"

# ---- work over the network ----

day() { echo "{\"weekday\":$1,\"close_min\":1440}"; }
hours="[$(day 1),$(day 2),$(day 3),$(day 4),$(day 5),$(day 6),$(day 7)]"
check "a station" anxin send station.put station=ST1 active=true name=示范站 host_kind=company cell_lat=22505 \
    cell_lon=113045 hours="$hours" --as manager:M1
check "a community" anxin send community.put community=CM1 name=民和社区 cell_lat=22506 cell_lon=113046 --as manager:M1
check "its coverage" anxin send coverage.put station=ST1 communities=CM1 --as manager:M1
check "a service" anxin send service.put service=HH-01 active=true name=日常保洁 line=household minutes=120 workers=1 --as manager:M1
check "a household" anxin send household.put household=H1 community=CM1 consent=paper --as receptionist:S1
book() { # book NAME ID
    beside "$1" send booking.create service=HH-01 household=H1 station=ST1 start="$(date -u -d '+2 days' +%FT06:00:00Z)" \
        --as "$3" --source "$1" --id "$2" consent=voice
}
check "a booking is taken" book tool book-1 receptionist:S1
heard() { anxin tail matching | grep -q 'visit\.planned'; }
check "the services hear one another: matching has planned its visit" wait_until heard
check "every follower has caught up" wait_until caught_up

# ---- who may not ----

partner() { REGISTRY=other beside partner-1 send booking.status booking=B-99 --as partner:partner-1 --source partner-1 --json >"$WORK/said" 2>&1; }
says() { partner; grep -q -- "$1" "$WORK/said"; }
check "a partner is answered" wait_until says unknown_booking
check "it is revoked" keys revoke partner-1
check "and refused" wait_until says 'unknown_identity\|refuses our key'
stranger_asks() { REGISTRY=other beside stranger status --timeout 3000; }
refuse "a key that the set does not know gets nothing" stranger_asks
check "and is logged" has_log booking 'event=door.refused endpoint=request .*reason="unknown key"'

# ---- another key ----

check "booking gets another key" keys rotate booking
chown 10001 "$KEYS/booking.secret"
check "its container is made anew" compose up -d --force-recreate --no-deps booking
check "it answers by that" anxin status --wait 60000
check "and all follow it" wait_until caught_up
check "a service that dies comes back" docker restart -t 0 "$(container matching)"
check "and answers" anxin status --wait 60000
check "with what it had" wait_until heard
check "docker-compose down -v ends it" compose down -v -t 20
STARTED=
finish
