#!/bin/sh
# A nightly job: what it does with each way in which a command can end. Usage: nightly.sh FOLDER PYTHON
set -u
cd "$1" || exit 99
python=$2
hanpan() { "$python" -c "from hanpan.doors.cli import main; main()" "$@"; }
failed=0

expect() {  # expect CODE WHAT COMMAND...
    wanted=$1 what=$2
    shift 2
    "$@" > last.out 2> last.err
    code=$?
    echo "$what: $code"
    if [ "$code" != "$wanted" ]; then failed=1; echo "  expected $wanted" ; cat last.err; fi
}

quick="--trials 2 --workers 0 --insights none --algorithms logistic_regression -q"
expect 0 "trained" hanpan run train.csv --target y $quick --out s
expect 5 "required too much" hanpan run train.csv --target y $quick --out s --require "log_loss<=0.00001"
expect 0 "scored" hanpan predict s/model.hanpan new.csv --keep id --top 5 --strict --out scored.csv
expect 3 "rows unlike those of the training" hanpan predict s/model.hanpan odd.csv --strict --out odd-scored.csv
expect 3 "judged on rows unlike those" hanpan evaluate s/model.hanpan odd.csv --strict
expect 3 "no such table" hanpan predict s/model.hanpan absent.csv --out x.csv
expect 2 "output is input" hanpan predict s/model.hanpan new.csv --out new.csv
expect 2 "an option that run does not have" hanpan run train.csv --target y $quick --out s2 --top 3
expect 6 "nowhere to write" hanpan predict s/model.hanpan new.csv --out nowhere/x.csv
PYTHONPATH=broken expect 1 "our own fault" hanpan predict s/model.hanpan new.csv --keep id --out x.csv

# A long run ended by the system at dawn.
"$python" -c "from hanpan.doors.cli import main; main()" run train.csv --target y --budget 300 --workers 1 --insights none --out long -q > last.out 2> last.err &
job=$!
tries=0
while [ ! -s long/journal.sqlite ] && [ $tries -lt 600 ]; do sleep 0.2; tries=$((tries + 1)); done
kill -TERM $job
wait $job
code=$?
echo "ended at dawn: $code"
[ "$code" = 130 ] || failed=1
exit $failed
