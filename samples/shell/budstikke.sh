#!/usr/bin/env bash
# A client of Budstikke (needs curl, jq, sha256sum, od and base64):
#   bash budstikke.sh send ORDER.json [KEY]
#   bash budstikke.sh verify URL WEBHOOK-ID WEBHOOK-TIMESTAMP WEBHOOK-SIGNATURE [NOW]
# BUDSTIKKE_TOKEN and BUDSTIKKE_SECRET are what `client add` showed, BUDSTIKKE_URL is where the service is.
set -euo pipefail

readonly service=${BUDSTIKKE_URL:-http://127.0.0.1:5080}
readonly tolerance_seconds=300
readonly ours="orderUuid status paymentMethod amount createdAt timestamp checksum"

# The token goes by stdin: every user of the machine can read a command line.
call_service() {
  local path=$1
  shift
  : "${BUDSTIKKE_TOKEN:?is not set}"
  curl --silent --show-error --max-time 10 --header @- "$@" "$service$path" \
    <<<"Authorization: Bearer $BUDSTIKKE_TOKEN" || { echo "No answer from $service." >&2; exit 3; }
}

# Sends an order. The key makes a repeat harmless: where no answer came, send the same order under the same key. A shop
# takes the order's own number for it.
send() {
  local answer order key=${2:-$(cat /proc/sys/kernel/random/uuid)}
  order=$(<"$1")
  # The sample order is of the day on which it is sent; an order of your own has its date.
  order=${order//'{{$timestamp}}'/$(($(date +%s) / 86400 * 86400))}
  echo "Idempotency-Key: $key (to repeat this order without risk: send $1 $key)" >&2
  answer=$(call_service /api/v1/connect/orders/invoice/create --header "Content-Type: application/json" \
    --header "Idempotency-Key: $key" --data-binary @<(printf '%s' "$order"))
  # A 417 lists every error of the order in "errors".
  jq --exit-status --raw-output 'select(.status_code == 201).data.uuid' <<<"$answer" ||
    { echo "$answer" >&2; return 1; }
}

# Refuses a callback that is not the service's, and then reads the state that counts: a callback may come late or twice.
verify() {
  local target order="" fault answer state now=${5:-$(date +%s)}
  target=$(sed -E 's,^[a-z]+://[^/]*,,' <<<"$1")
  # Not in a condition, in which a failing command would end nothing.
  fault=$(fault_of_query "$target")
  [[ -n $fault ]] || fault=$(fault_of_signature "$2" "$3" "$4" "$target" "$now")
  if [[ -n $fault ]]; then echo "NOT genuine: $fault"; return 1; fi
  [[ ! $target =~ [?\&]orderUuid=(ODR[0-9]{10})(\&|$) ]] || order=${BASH_REMATCH[1]}
  if [[ -z $order ]]; then echo "NOT genuine: not an order of ours"; return 1; fi
  answer=$(call_service "/api/v1/connect/orders/status/$order")
  case "$(jq .status_code <<<"$answer")" in
    200) state=$(jq --raw-output .data.status <<<"$answer") && echo "genuine: $order is $state" ;;
    404) echo "NOT genuine: not an order of ours"; return 1 ;;
    *) echo "$answer" >&2; return 3 ;;
  esac
}

# What our own callback URLs have in their query stands in BUDSTIKKE_PARAMETERS; anything else was put there by somebody
# else. The checksum is the SHA-256 of the decoded values of all other parameters, in the order of the URL, and then the
# secret. It has nothing between the values, so that one could be moved into another: names are looked at first, and the
# signature afterwards.
fault_of_query() {
  local secret=${BUDSTIKKE_SECRET:?is not set} query="" values="" claimed="" pair name value seen=" " pairs
  [[ $1 != *\?* ]] || query=${1#*\?}
  IFS='&' read -ra pairs <<<"$query"
  for pair in "${pairs[@]}"; do
    [[ -n $pair ]] || continue
    # A point at the end keeps the ends of lines that a value may end with.
    name=$(decode "${pair%%=*}" && echo .) && name=${name%.}
    value=""
    if [[ $pair == *=* ]]; then value=$(decode "${pair#*=}" && echo .) && value=${value%.}; fi
    if [[ -z $name || $name == *" "* || " ${BUDSTIKKE_PARAMETERS:-} $ours " != *" $name "* ]]; then
      echo "unknown parameter"
      return
    fi
    if [[ $seen == *" $name "* ]]; then echo "repeated parameter"; return; fi
    seen+="$name "
    if [[ $name == checksum ]]; then claimed=$value; else values+=$value; fi
  done
  for name in $ours; do
    if [[ $seen != *" $name "* ]]; then echo "missing parameter"; return; fi
  done
  [[ $claimed == "$(printf '%s' "$values$secret" | sha256)" ]] || echo "wrong checksum"
}

# Standard Webhooks: an HMAC over id, timestamp and payload, which is path and query exactly as they were sent. Its key
# is the secret as it was shown; there may be several signatures, while a secret is being replaced.
fault_of_signature() {
  local id=$1 timestamp=$2 signatures=$3 target=$4 now=$5 expected
  if [[ ! $timestamp =~ ^[1-9][0-9]{0,11}$ ]] ||
    ((now - timestamp > tolerance_seconds || timestamp - now > tolerance_seconds)); then
    echo "not within five minutes"
    return
  fi
  expected="v1,$(printf '%s' "$id.$timestamp.$target" | hmac "${BUDSTIKKE_SECRET:?is not set}" | base64)"
  [[ " $signatures " == *" $expected "* ]] || echo "wrong signature"
}

# HMAC-SHA256 of stdin (RFC 2104), by hand, since openssl would take the key on its command line. The key has at most
# 64 bytes.
hmac() {
  local key inner
  key=$(printf '%s' "$1" | hex)
  inner=$({ pad "$key" 0x36; cat; } | sha256)
  { pad "$key" 0x5c; unhex "$inner"; } | sha256 | { read -r outer && unhex "$outer"; }
}

# The key, filled with zeros to 64 bytes, each of them by exclusive or with $2.
pad() {
  local i padded=""
  for ((i = 0; i < 64; i++)); do
    padded+=$(printf '%02x' $((16#0${1:i * 2:2} ^ $2)))
  done
  unhex "$padded"
}

hex() { od -An -v -tx1 | tr -d ' \n'; }

unhex() { printf '%b' "$(sed 's/../\\x&/g' <<<"$1")"; }

sha256() { sha256sum | cut -d ' ' -f 1; }

# %C3%A5 is a letter, a plus is a space.
decode() {
  local text=${1//\\/\\\\}
  text=${text//+/ }
  printf '%b' "${text//%/\\x}"
}

case "${1:-} $#" in
  "send 2" | "send 3" | "verify 5" | "verify 6") "$@" ;;
  *) echo "send ORDER.json [KEY] | verify URL WEBHOOK-ID WEBHOOK-TIMESTAMP WEBHOOK-SIGNATURE [NOW]" >&2; exit 2 ;;
esac
