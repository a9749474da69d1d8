#!/bin/sh
# Every check that needs no test run, each with one line when it holds and its own words when it does not.
# usage: check.sh BIN   (the folder of the environment's programs)
set -u
bin=$1
YIMEN_DATA=$(mktemp -d)
export YIMEN_DATA RUFF_OUTPUT_FORMAT=concise
said=$YIMEN_DATA/said
trap 'rm -rf "$YIMEN_DATA"' EXIT
failed=""

try() {
    name=$1
    shift
    if "$@" >"$said" 2>&1; then
        echo "ok      $name"
    else
        echo "FAILED  $name"
        sed 's/^/        /' "$said"
        failed="$failed, $name"
    fi
}

try "ruff" "$bin/ruff" check -q .
try "format" "$bin/ruff" format -q --check .
try "mypy" "$bin/mypy" yimen
try "layers" "$bin/lint-imports" --no-logo
try "architecture" "$bin/pytest" tests/architecture
try "migrations" "$bin/python" -W ignore::RuntimeWarning -m yimen makemigrations --check --dry-run
try "translations" "$bin/python" tools/messages.py --check
try "no secrets" "$bin/python" tools/secret_scan.py
try "licences" "$bin/python" tools/dependencies.py licences
try "upper bounds" "$bin/python" tools/dependencies.py bounds
try "no known bad version" "$bin/python" tools/dependencies.py bad
try "bill of materials" "$bin/python" tools/sbom.py check
try "generated docs" "$bin/python" tools/docs.py --check

[ -z "$failed" ] && exit 0
echo "Not in order: ${failed#, }"
exit 1
