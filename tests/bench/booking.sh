# shellcheck shell=sh
# What `curve` and `trail` share: booking alone, loaded by `anxin bench`, the best of each of two kinds of rounds.
# They set $bin, $folder and $count before. $pid is the daemon that runs.
# shellcheck disable=SC2154 # who reads this in has set bin, folder, count
mkdir -p "$folder" || exit 1
folder=$(cd "$folder" && pwd)
pid=
trap '[ -z "$pid" ] || kill "$pid"; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

ask() { "$bin/anxin" "$@" --data "$folder/data"; }

# The keys that a set makes at its first start.
keys_make() {
    "$bin/anxin" up --data "$folder/data" >"$folder/log" 2>&1 &
    pid=$!
    ask status --wait 30000 >"$folder/told" || { cat "$folder/log" >&2; exit 1; }
    kill "$pid"
    wait "$pid"
    pid=
}

# measure DAEMON: bookings a second, and processor time of the daemon for each in microseconds
measure() {
    rm -f "$folder"/data/*.db*
    ANXIN_DATA=$folder/data "$1" >"$folder/log" 2>&1 &
    pid=$!
    until ask send service.status --to booking --timeout 200 >"$folder/told" 2>&1; do
        kill -0 "$pid" || { cat "$folder/log" >&2; exit 1; }
    done
    ask bench --json --count "$count" --flight 1000 >"$folder/told" || exit 1
    ticks=$(awk '{ print $14 + $15 }' "/proc/$pid/stat")
    kill "$pid"
    wait "$pid"
    pid=
    sed -n 's/.*"answered_a_second": *\([0-9.]*\).*/\1/p' "$folder/told"
    echo "$ticks" | awk -v count="$count" -v hertz="$(getconf CLK_TCK)" '{ print $1 * 1e6 / hertz / count }'
}

round() { # round NAME DAEMON
    measure "$2" >"$folder/one" || exit 1
    sed -n 1p "$folder/one" >>"$folder/$1.rate"
    sed -n 2p "$folder/one" >>"$folder/$1.cpu"
}

most() { sort -g "$1" | tail -n 1; }
least() { sort -g "$1" | head -n 1; }
