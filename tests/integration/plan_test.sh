#!/bin/sh
# anxin plan: the formats it reads, what it says, and what it says of files that are wrong (V25).
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
FILES=$ROOT/tests/data/plan

# field NAME: a field of the object that the last plan printed
field() { sed -n "s/.*\"$1\": *\([^,}]*\).*/\1/p" "$WORK/out"; }

# plans FILE OPTION...: plans it; the object stays in $WORK/out
plans() { "$BIN/anxin" plan "$@" --json >"$WORK/out" 2>"$WORK/err" </dev/null; }

plans "$FILES/pair.json" --moves 2000
same "an HHCRSP file is planned" 0 $?
same "its format is told" '"hhcrsp"' "$(field format)"
same "the best plan of two patients costs (80 + 0 + 0) / 3" 26.6666666667 "$(field objective)"
same "and breaks no rule" 0 "$(field violations)"
cp "$WORK/out" "$WORK/first"
plans "$FILES/pair.json" --moves 2000
same "the same seed and moves give the same" "$(sed 's/"seconds.*//' "$WORK/first")" "$(sed 's/"seconds.*//' "$WORK/out")"

plans "$FILES/two.txt" --moves 500
same "a VRPTW file is planned" 0 $?
same "its format is told" '"vrptw"' "$(field format)"
same "one tour of 5 + 5 + 10 serves both" 20.0 "$(field objective)"
same "and breaks no rule" 0 "$(field violations)"

# reads "sentence" OBJECTIVE: the file on standard input is planned, and costs so much
reads() {
    cat >"$WORK/read"
    plans "$WORK/read" --moves 2000
    same "$1 is planned" 0 $?
    same "and costs what it did" "$2" "$(field objective)"
}
sed 's/$/\r/; s/^ */\t/' "$FILES/two.txt" | reads "a VRPTW file with CRLF and tabs" 20.0
tr '\n' '\r' <"$FILES/two.txt" | reads "a VRPTW file with CR alone" 20.0
tr '[:upper:]' '[:lower:]' <"$FILES/two.txt" | sed 's/  */ \f /g' | reads "a VRPTW file in small letters" 20.0
printf '%s' "$(cat "$FILES/two.txt")" | reads "a VRPTW file without an end of its last line" 20.0
sed 's/"central_offices".*//; s/"location": \[[0-9, ]*\],//' "$FILES/pair.json" | reads "an HHCRSP file without places" 26.6666666667
sed 's/, "duration": 5//g; s/{"id": "\(bath\|meal\)"}/{"id": "\1", "default_duration": 5}/g' "$FILES/pair.json" |
    reads "an HHCRSP file with durations of the services" 26.6666666667
{ printf '\357\273\277\r\n'; tr '\n' ' ' <"$FILES/pair.json"; } | reads "an HHCRSP file in one line after a mark" 26.6666666667

plans "$FILES/three.txt"
same "an OR-Library assignment file is planned" 0 $?
same "its format is told" '"orlib-assignment"' "$(field format)"
same "the best of its six assignments costs 7 + 1 + 3" 11.0 "$(field objective)"
same "its prices say that none is below" 11.0 "$(field bound)"
same "as is proven" true "$(field optimal)"
same "and breaks no rule" 0 "$(field violations)"

printf '3\n1 2 9\n1 5 9\n4 6 7\n' >"$WORK/matrix"
plans "$WORK/matrix"
same "a matrix is planned" 10.0 "$(field objective)"
check "each row tells its column and what it costs with the column's price" \
    grep -q '"row":3,"row_cost":7' "$WORK/out"
check "and of a cheaper column its price, and who has it" \
    grep -q '"row":3,"row_cost":7,"cheaper":{"column":1,"cost":4,"column_price":3,"row":2}' "$WORK/out"
"$BIN/anxin" plan "$WORK/matrix" >"$WORK/out"
check "so that a person reads why" \
    grep -q '^行 row 1: .* 不取 not 列 column 1: 费用 cost 1 + 列价 price 3 = 4, 归 with 行 row 2$' "$WORK/out"
check "and what a price is" grep -q 'one more column like it would save at most so much' "$WORK/out"

printf '\357\273\2774\r\n1 1 7\r\n 1 2 1\r\n2 2 3\r\n2 3 2\r\n\f3 3 9\r\n4 4 0\r\n' >"$WORK/pairs"
plans "$WORK/pairs"
same "an OR-Library file of pairs with a mark and CRLF is planned" 0 $?
same "its only full assignment costs 7 + 3 + 9" 19.0 "$(field objective)"

"$BIN/anxin" plan "$FILES/pair.json" --moves 2000 --svg "$WORK/day.svg" >"$WORK/out"
same "a plan is drawn" 0 $?
check "the rows tell who is where when" grep -q '^A:  two@20  one@35$' "$WORK/out"
check "the picture is XML" "$PYTHON" -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' "$WORK/day.svg"
check "and names the patients" grep -q '>two<' "$WORK/day.svg"
check "and the file, and what the plan costs" grep -q 'pair.json · .*objective 26.7<' "$WORK/day.svg"
check "and shows the way" grep -q '<polygon' "$WORK/day.svg"
sed 's/"abilities": \["meal"\]}/&, {"id": "C", "abilities": ["meal"]}/; s/"id": "one", "location": \[10, 0\],/"id": "one",/' \
    "$FILES/pair.json" >"$WORK/idle.json"
plans "$WORK/idle.json" --moves 2000 --svg "$WORK/idle.svg"
check "who has nothing to do is named below the bars" grep -q 'no visits:' "$WORK/idle.svg"
check "where a place is not told there is no map" sh -c '! grep -q "<polygon\|Map" "$1"' - "$WORK/idle.svg"

# wrong "sentence" PATTERN: the file on standard input is refused with exit 2 and one line that has the pattern
wrong() {
    cat >"$WORK/wrong"
    plans "$WORK/wrong"
    same "$1 is refused" 2 $?
    check "and told where" grep -q -- "$2" "$WORK/err"
    same "in one line" 1 "$(wc -l <"$WORK/err")"
}

echo 'hello' | wrong "what is no known format" "format not known"
echo '{"services": [' | wrong "broken JSON" "line 2 column"
sed 's/"time_window": \[0, 100\], "req/"time_window": [200, 100], "req/' "$FILES/pair.json" |
    wrong "a window that ends before it begins" 'patients\[0\].time_window'
sed 's/"abilities": \["meal"\]/"abilities": ["cook"]/' "$FILES/pair.json" |
    wrong "an ability that is no service" 'caregivers\[1\].abilities\[0\]: no service "cook"'
sed 's/"abilities": \["meal"\]/"abilities": []/' "$FILES/pair.json" |
    wrong "a service that nobody can do" 'patients\[1\].required_caregivers\[1\].service: no caregiver'
sed 's/\[20, 10, 0\]\]/[20, 10]]/' "$FILES/pair.json" | wrong "a short row" 'distances\[2\]: 3 numbers'
sed 's/"simultaneous"/"sometimes"/' "$FILES/pair.json" | wrong "an unknown relation" 'patients\[1\].synchronization.type'
sed 's/, "duration": 5//' "$FILES/pair.json" | wrong "a duration that nobody tells" 'patients\[0\].required_caregivers\[0\].duration'
sed 's/"id": "B"/"id": "A"/' "$FILES/pair.json" | wrong "a caregiver told twice" 'caregivers\[1\].id: a text of its own'
sed 's/"id": "two"/"id": "one"/' "$FILES/pair.json" | wrong "a patient told twice" 'patients\[1\].id: a text of its own'
sed 's/"synchronization".*/"x": 1}/' "$FILES/pair.json" | wrong "two services without a relation" 'patients\[1\].synchronization.type'
sed 's/"services".*/"services": [],/' "$FILES/pair.json" | wrong "no service" 'services: an array'
sed 's/^  25         10/  25         ten/' "$FILES/two.txt" | wrong "a capacity in words" ':5: number and capacity'
sed '/^  25 /d' "$FILES/two.txt" | wrong "no capacity" ':6: section VEHICLE ends'
sed '/^    [0-9]/d' "$FILES/two.txt" | wrong "no customer" 'no customer'
sed 's/ 90         10$/ 90.55      10/' "$FILES/two.txt" | wrong "a time in hundredths" ':11: ready time, due date'
sed 's/^    1      3 /    7      3 /' "$FILES/two.txt" | wrong "a customer out of order" ':11: customers must be numbered'
sed 's/ 5          0         90         10$/ 50          0         90         10/' "$FILES/two.txt" |
    wrong "a customer that no vehicle can carry" 'customer 1 cannot be served by any tour (load): its demand is 50, the capacity 10'
sed 's/^    2      6 /    2      x /' "$FILES/two.txt" | wrong "a word for a number" ':12: a customer is seven numbers'
printf 'VEHICLE\n' | wrong "a file without customers" 'format not known; known are'
printf '2\n1 2\n3' | wrong "a matrix that ends early" 'line 3: the file ends before the cost of row 2, column 2'
printf '2\n1 2\n3 4.5\n' | wrong "a cost that is no whole number" 'line 3: the cost of row 2, column 2 is "4.5"'
printf '2\n1 2 3\n4 5\n' | wrong "a matrix with a cost too many" 'line 3: there is more after the 4 costs of 2 rows'
printf '4\n1 1 5\n2 1 3\n3 3 1\n4 4 1\n' | wrong "pairs that cannot place all" 'at least 1 of 4 rows find no column'
printf '4\n1 1 5\n2 9 3\n' | wrong "a pair outside" 'line 3: row 2, column 9: both lie in 1..4'
printf '1\n2\0b' | wrong "a file that is no text" 'NUL byte'
printf '\377\376{\0}\0' | wrong "a file in UTF-16" 'is UTF-16: save it as UTF-8'
printf '\0{\0}' | wrong "a file in UTF-16 without a mark" 'is UTF-16: save it as UTF-8'
printf ' \n\n' | wrong "a file of nothing" 'is empty'
plans "$WORK/none"
same "a file that is not there is refused" 2 $?

finish
