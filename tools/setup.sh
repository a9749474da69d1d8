#!/bin/sh
# What the Makefile needs from the system. It is installed where that is allowed (root, or sudo without a
# password) and apt exists; elsewhere one line says what to install.
# usage: setup.sh venv FOLDER PYTHON | setup.sh browser
set -eu

# apt PACKAGE…: true when they are installed afterwards.
apt() {
    command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" = 0 ]; then as=""
    elif sudo -n true 2>/dev/null; then as="sudo -n"
    else return 1
    fi
    echo "Installing from the system's packages: $*"
    log=$(mktemp)
    if { $as apt-get update -qq && $as env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null
    then rm -f "$log"
    else tail -n 5 "$log" >&2; rm -f "$log"; return 1
    fi
}

venv() {
    folder=$1 python=$2
    command -v "$python" >/dev/null 2>&1 || { echo "No $python here. Install Python 3.11 or later, or name one: make PYTHON=…" >&2; exit 1; }
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "Yimen needs Python 3.11 or later; $python is $version. Name another: make PYTHON=python3.12" >&2
        exit 1
    }
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        apt "python$version-venv" || apt python3-venv || {
            echo "Python's venv is missing: apt-get install python3-venv, then again." >&2
            exit 1
        }
    fi
    "$python" -m venv "$folder"
}

browser() {
    missing=""
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || missing="chromium"
    if ! command -v fc-list >/dev/null 2>&1; then missing="$missing fontconfig fonts-noto-cjk"
    elif [ -z "$(fc-list :lang=zh)" ]; then missing="$missing fonts-noto-cjk"
    fi
    command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2086
    apt $missing || echo "Tests that need them are skipped; to run them: apt-get install $missing"
}

command=$1
shift
"$command" "$@"
