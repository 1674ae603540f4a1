#!/usr/bin/env bash
# Extracts every document of samples/: prints each filing, writes JSON, XML and a picture of every scanned page to out/.
set -euo pipefail
cd "$(dirname "$0")/.."
form4=.venv/bin/form4

for sample in samples/*/; do
    name=$(basename "$sample")
    printf '━━━ %s\n' "$name"
    status=0
    "$form4" extract --join "$sample"source* --show --overlay --format json --format xml \
        --document-seconds 600 -o "out/$name" || status=$?
    # 3: something is for review, which is no failure
    if [ "$status" -ne 0 ] && [ "$status" -ne 3 ]; then
        exit "$status"
    fi
    printf '\n'
done
printf 'Written to out/:\n'
find out -type f | sort | sed 's/^/  /'
