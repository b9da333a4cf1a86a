#!/bin/sh
# What the services refuse, each with an answer that names what is wrong and where: objects that nobody knows, wrong
# roles, repeats with another body, windows that cannot be, a second daemon on a store or an endpoint. Nothing is lost
# by it and nobody goes down. (Bytes and fields: tests/interop. Settings and stores at the start: start_test.sh.)
. "$(dirname "$0")/../fault/setup.sh"

DAY=86400000
NOON=$((($(date +%s) / 86400 + 5) * DAY + 14400000)) # 12:00 local time, five days ahead

# answers "sentence" OUTCOME CODE FIELD COMMAND...: exit 1 and these three in the answer (CODE and FIELD may be "")
answers() {
    sentence=$1 wanted="$2 $3 $4"
    shift 4
    anxin "$@" --json >"$WORK/said" 2>&1
    code=$?
    got="$(part outcome) $(part code) $(part field)"
    if [ "$got" = "$wanted" ] && [ $code -eq "$([ "${wanted%% *}" = "done" ]; echo $?)" ]; then ok "$sentence"; else
        not_ok "$sentence"
        printf '#   expected: %s\n#   got:      %s (exit %s)\n' "$wanted" "$got" "$code"
        sed 's/^/#   /' "$WORK/said"
    fi
}
part() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" "$WORK/said"; }

# book [FIELD=VALUE... OPTION...]: a wish that would do, as the partner `desk`; what is given replaces or adds
book() {
    for word in service=HH-01 household=H-01 station=ST1 start="$NOON"; do
        case " $* " in *" ${word%%=*}="*) ;; *) set -- "$@" "$word" ;; esac
    done
    case " $* " in *" --as "*) ;; *) set -- "$@" --as partner:desk ;; esac
    case " $* " in *" --source "*) ;; *) set -- "$@" --source desk ;; esac
    echo "send booking.create $*"
}
# shellcheck disable=SC2046  # the words of book are apart on purpose
books() { # books "sentence" OUTCOME CODE FIELD [FIELD=VALUE...]
    sentence=$1 outcome=$2 reason=$3 field=$4
    shift 4
    answers "$sentence" "$outcome" "$reason" "$field" $(book "$@")
}
pids() { anxin status --json | sed -n 's/.*"pid": *\([0-9]*\).*/\1/p'; }

set_start
station_set
check "a second station serves nobody yet" anxin send station.put station=ST2 active=true name=二站 host_kind=company \
    --as manager:M1
workers_set
check "matching knows the workers" wait_until caught_up
PIDS=$(pids)

# ---- objects that nobody knows ----

books "an unknown service is refused" refused unknown_service service service=XX-99
books "an unknown household is refused" refused unknown_household household household=H-99
books "an unknown station is refused" refused unknown_station station station=ST9
books "a station that does not serve the community is refused" refused not_covered station station=ST2
answers "an unknown community is refused" refused unknown_community community \
    send household.put household=H-98 community=CM9 consent=paper --as manager:M1
answers "a booking that is not there cannot be cancelled" refused unknown_booking booking \
    send booking.cancel booking=B-99 --as partner:desk --source desk
answers "an unknown worker cannot start" refused unknown_worker worker send worker.start worker=W-99 --as manager:M1
answers "nobody is hired at an unknown station" refused unknown_station station send worker.hire worker=W-98 \
    employment=employee kind=domestic station=ST9 name=阿葵 --as manager:M1
answers "an unknown visit cannot be acknowledged" refused unknown_visit visit send visit.ack visit=V-99 --as worker:W-99
answers "nobody enrols in an unknown session" refused unknown_session session \
    send enrol.request session=S-99 trainee=T-1 group=public --as trainee:T-1
answers "an unknown case cannot be accepted" refused unknown_case case_id send case.accept case_id=C-99 --as officer:O1
answers "a complaint at an unknown station is refused" refused unknown_station station \
    send case.file station=ST9 category=service relation=consumer_company channel=counter filer=H-01 \
    respondent=W-1 subject=迟到 wish=道歉 happened=$((NOON - 7 * DAY)) --as officer:O1
answers "an unknown notice cannot be acknowledged" refused unknown_notice notice \
    send notice.ack notice=N-99 --as operator:O1
for kind in booking household station service worker visit session case notice; do
    role=manager
    case $kind in case) role=officer ;; notice) role=operator ;; esac
    answers "an unknown $kind is not found, and the field is named" refused "unknown_$kind" id \
        send "$kind.get" id=nobody --as "$role:M1"
done

# ---- who may not ----

books "a worker cannot book" denied role actorrole --as worker:W-1
answers "a partner cannot change the catalogue" denied role actorrole \
    send station.put station=ST1 active=false name=x host_kind=company --as partner:desk
unknown() { # unknown ROLE: told by the service itself, of a line that names the role
    echo "{\"type\": \"worker.start\", \"id\": \"$1-1\", \"actorrole\": \"$1\", \"data\": {\"worker\": \"W-1\"}}" >"$WORK/unknown"
    anxin send --file "$WORK/unknown" --json | grep "unknown role $1; roles are client, partner.*operator\""
}
check "a role that does not exist is named, with those that do" unknown king
check "a service's name is no role" unknown service
answers "a receptionist cannot take a case on" denied role actorrole send case.accept case_id=C-99 --as receptionist:R1
answers "a worker cannot hire" denied role actorrole \
    send worker.hire worker=W-1 employment=employee kind=domestic station=ST1 name=x languages=yue sex=f --as worker:W-1
answers "a worker does not see homes" denied role actorrole send household.get id=H-01 --as worker:W-1
books "a partner does not enter walk-in bookings" refused channel channel channel=walk_in
books "staff say how the client agreed" refused consent_missing consent --as receptionist:R1

# ---- windows ----

books "a start in the past is refused" refused in_past start start=$((NOON - 30 * DAY))
books "a start within the minimum notice is refused" refused too_soon start start=$(($(date +%s) * 1000 + 3600000))
books "a start beyond the horizon is refused" refused too_far start start=$((NOON + 100 * DAY))
books "a length that is not offered is refused" refused length_not_offered minutes minutes=77

# ---- repeats ----

books "a booking that is well is taken" "done" "" "" source_ref=A-1 --id first
FIRST=$(part subject)
books "the same message again gets the same answer" "done" "" "" source_ref=A-1 --id first
same "and the same booking" "$FIRST" "$(part subject)"
books "the same wish under a new message id is the same booking" "done" "" "" source_ref=A-1 --id second
same "by the sender's own number" "$FIRST" "$(part subject)"
books "the same message id with another body is a conflict" conflict id_reused id source_ref=A-1 --id first \
    start=$((NOON + DAY))
books "the sender's number with another wish is a conflict" conflict conflict_source_ref source_ref source_ref=A-1 \
    --id third start=$((NOON + DAY))
books "a household is not booked twice at one time" refused household_busy start source_ref=A-2
books "another source may use the same message id and number" "done" "" "" source_ref=A-1 --id first \
    household=H-02 --source other
answers "another system cannot cancel the booking" denied denied booking \
    send booking.cancel booking="$FIRST" --as partner:other --source other
answers "a revision that is no longer true is a conflict" conflict conflict expectedrev \
    send booking.cancel booking="$FIRST" --rev 99 --as partner:desk --source desk
same "two bookings are there and no more" 2 "$(anxin list booking --json --as manager:M1 | grep -c '"booking"')"

# ---- a second one ----

second() { # second SERVICE [NAME=VALUE...]: its daemon started once more; what it said is in check.out
    name=$1
    shift
    env "$@" "ANXIN_DATA=$DATA" timeout 20 "$BIN/anxin-$name"
}
names() { # names "sentence" PATTERN COMMAND...: exit 2 and a reason with the pattern
    sentence=$1 pattern=$2
    shift 2
    "$@" >"$WORK/check.out" 2>&1
    code=$?
    if [ $code -eq 2 ] && grep -qE -- "$pattern" "$WORK/check.out"; then ok "$sentence"; else
        not_ok "$sentence (exit $code)"
        sed 's/^/#   /' "$WORK/check.out"
    fi
}
mkdir "$DATA/other" "$DATA/other/run"
for service in booking matching roster training mediation notification; do
    names "a second $service on the same store is refused, and the store is named" "$DATA/$service.db.* in use" \
        second "$service"
    for end in request stream; do
        other=$([ $end = request ] && echo STREAM || echo REQUEST)
        upper=$(echo "$service" | tr '[:lower:]' '[:upper:]')
        names "$service refuses a $end endpoint that is in use, and names it" "$service.$end is in use" \
            second "$service" "ANXIN_${upper}_STORE=$DATA/other/$service.db" \
            "ANXIN_${upper}_$other=ipc://$DATA/other/run/$service" "ANXIN_${upper}_INTAKE=ipc://$DATA/other/run/intake"
    done
done
names "booking refuses an intake endpoint that is in use, and names it" "booking.intake is in use" \
    second booking "ANXIN_BOOKING_STORE=$DATA/other/booking.db" "ANXIN_BOOKING_REQUEST=ipc://$DATA/other/run/r" \
    "ANXIN_BOOKING_STREAM=ipc://$DATA/other/run/s"
refuse "a second set on the same data folder is refused" timeout 20 "$BIN/anxin" up --data "$DATA"
cp "$WORK/check.out" "$WORK/said"
check "and the folder is named" grep -q "another .anxin up. runs on $DATA" "$WORK/said"

# ---- afterwards ----

same "every daemon is the same process as before" "$PIDS" "$(pids)"
answers "a cancellation by who booked is taken" "done" "" "" \
    send booking.cancel booking="$FIRST" --as partner:desk --source desk
check "all followers have caught up" wait_until caught_up
verified
check "the set ends cleanly" set_stop
finish
