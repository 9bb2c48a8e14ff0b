#!/usr/bin/env bash
# A client of Budstikke:  budstikke.sh send ORDER.json | verify URL      (needs curl, jq and sha256sum)
set -euo pipefail

# Sends an order. The key makes a repeat harmless: after a timeout, send the same body under the same key.
send() {
  local answer
  answer=$(curl --silent --show-error "${BUDSTIKKE_URL:-http://127.0.0.1:5080}/api/v1/connect/orders/invoice/create" \
    --header "Authorization: Bearer ${BUDSTIKKE_TOKEN:?is not set}" --header "Content-Type: application/json" \
    --header "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" --data-binary "@$1")
  # A 417 lists every error of the order in "errors".
  jq --exit-status --raw-output 'select(.status_code == 201).data.uuid' <<<"$answer" || { echo "$answer" >&2; return 1; }
}

# The checksum is the SHA-256 of the decoded values of all other parameters, in the order of the URL, and then the secret.
verify() {
  local secret=${BUDSTIKKE_SECRET:?is not set} query=${1#*\?} values="" claimed="" pair value expected
  local pairs
  IFS='&' read -ra pairs <<<"$query"
  for pair in "${pairs[@]}"; do
    value=""
    if [[ $pair == *=* ]]; then value=$(decode "${pair#*=}" && echo .) && value=${value%.}; fi
    if [[ ${pair%%=*} == checksum ]]; then claimed=$value; else values+=$value; fi
  done
  expected=$(printf '%s' "$values$secret" | sha256sum | cut -d ' ' -f 1)
  if [[ $claimed == "$expected" ]]; then echo "genuine"; else echo "NOT genuine"; return 1; fi
}

# %C3%A5 is a letter, a plus is a space.
decode() {
  local text=${1//\\/\\\\}
  text=${text//+/ }
  printf '%b' "${text//%/\\x}"
}

case "${1:-} $#" in
  "send 2" | "verify 2") "$1" "$2" ;;
  *) echo "send ORDER.json | verify URL" >&2; exit 2 ;;
esac
