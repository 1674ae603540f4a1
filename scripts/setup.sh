#!/usr/bin/env bash
# scripts/setup.sh [VENV]: sets up form4: system packages (Debian, Ubuntu through apt; macOS through brew) and a
# virtual environment with the pinned Python packages. Installs only what is missing; needs root (or sudo) only when a
# system package is.
# scripts/setup.sh VENV test: what only the tests of the service want, a browser and a database.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1:-.venv}
wanted=${2:-}

fail() {
    printf 'setup: %s\n' "$1" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        return 126
    fi
}

apt_install() {
    command -v apt-get >/dev/null 2>&1 ||
        fail "this system has no apt-get; install $* (or what your system calls them) yourself and run again."
    printf 'setup: installing %s\n' "$*"
    # The lists of packages may be old or missing: fetch them only when the install fails without.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1 || {
        as_root apt-get update -q >/dev/null &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null
    } || fail "$* could not be installed; run 'apt-get install $*' as root, then this again."
}

has_library() {
    [[ $(ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null) == *"$1"* ]]
}

has_font() {
    [[ -n $(find /usr/share/fonts /usr/local/share/fonts ~/.fonts ~/.local/share/fonts -iname "$1*.ttf" 2>/dev/null || true) ]]
}

debian_packages() {
    local missing=()
    command -v tesseract >/dev/null 2>&1 || missing+=(tesseract-ocr)
    command -v pdftoppm >/dev/null 2>&1 || missing+=(poppler-utils)
    has_library libGL.so.1 || missing+=(libgl1)
    has_library libglib-2.0.so.0 || missing+=(libglib2.0-0)
    if [ ${#missing[@]} -gt 0 ]; then
        apt_install "${missing[@]}"
    fi
    # Only made documents are set in these: without them extraction works all the same.
    missing=()
    has_font DejaVuSans || missing+=(fonts-dejavu-core)
    has_font LiberationSans || missing+=(fonts-liberation)
    if [ ${#missing[@]} -gt 0 ]; then
        (apt_install "${missing[@]}") || printf 'setup: going on without these fonts\n' >&2
    fi
}

# Without these the tests that want them are skipped, and say so.
debian_test_packages() {
    local missing=()
    [ -n "$(command -v chromium || command -v chromium-browser || true)" ] || missing+=(chromium)
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
    if [ ${#missing[@]} -gt 0 ]; then
        (apt_install "${missing[@]}") || printf 'setup: going on without %s\n' "${missing[*]}" >&2
    fi
}

mac_packages() {
    local missing=()
    command -v tesseract >/dev/null 2>&1 || missing+=(tesseract)
    command -v pdftoppm >/dev/null 2>&1 || missing+=(poppler)
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v brew >/dev/null 2>&1 || fail "${missing[*]} missing and no Homebrew; install it from brew.sh, then run again."
    brew install "${missing[@]}"
}

find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            printf '%s' "$name"
            return 0
        fi
    done
    return 1
}

make_venv() {
    local python version
    if ! python=$(find_python); then
        case "$(uname -s)" in
        Darwin) brew install python@3.12 || true ;;
        *) apt_install python3 python3-venv ;;
        esac
        python=$(find_python) || fail "Python 3.11 or newer is needed; install it, then run again."
    fi
    if [ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        return 0
    fi
    rm -rf "$venv"
    if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
        rm -rf "$venv"
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        apt_install "python$version-venv"
        "$python" -m venv "$venv" || fail "$python cannot make a virtual environment; install its venv module."
    fi
}

if [ "$wanted" = test ]; then
    [ "$(uname -s)" = Darwin ] || debian_test_packages
    exit 0
fi

case "$(uname -s)" in
Darwin) mac_packages ;;
*) debian_packages ;;
esac
make_venv

pip=("$venv/bin/python" -m pip --disable-pip-version-check --no-input)
printf 'setup: installing the Python packages (a few minutes the first time)\n'
"${pip[@]}" install -qq --no-compile -c constraints.txt -e '.[dev,synth,rapidocr,batch,serve]' ||
    fail "the Python packages could not be installed; check the network, then run again."
# RapidOCR asks for opencv-python-headless, which writes over the opencv-python that is here already; what else it
# needs stands in the extra "rapidocr".
"${pip[@]}" install -qq --no-compile -c constraints.txt --no-deps rapidocr ||
    fail "rapidocr could not be installed; check the network, then run again."
if "${pip[@]}" show -q opencv-python-headless 2>/dev/null; then
    "${pip[@]}" uninstall -q -y opencv-python-headless
    "${pip[@]}" install -qq --no-compile -c constraints.txt --no-deps --force-reinstall opencv-python
fi
"$venv/bin/python" -c 'import cv2, extractor, pytesseract' ||
    fail "the packages are installed but do not load; remove $venv and run again."
printf 'setup: ready\n'
