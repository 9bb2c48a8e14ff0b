#!/usr/bin/env bash
# Installs what the tests need (Debian, as root), checks the formatting, builds once and runs every test.
# The last line is always "N passed, N failed, N skipped"; the exit code is 0 only when nothing failed.
#   ./test.sh                  everything
#   ./test.sh --filter X       what `dotnet test --filter X` would run, e.g. --filter HouseTests
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
exec </dev/null 2>&1

filter=""
while [ $# -gt 0 ]; do
  case "$1" in
    --filter) [ $# -ge 2 ] || { echo "test.sh: --filter needs an expression" >&2; exit 2; }; filter=$2; shift 2 ;;
    -h | --help) sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]##*/}"; exit 0 ;;
    *) echo "test.sh: unknown argument $1 (see --help)" >&2; exit 2 ;;
  esac
done

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
if [ "${CI:-}" = true ]; then
  # Nothing may outlive the run there; a build server would keep its output open.
  export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
fi

# Stores and servers of the tests live in memory where there is room: what is to be on a disk after a crash of the machine is
# no test's question, and a crash of a program leaves what the system has taken.
readonly memory=/dev/shm
if [ -d "$memory" ] && [ -w "$memory" ] && [ "$(df --output=avail -BM "$memory" | tail -n 1 | tr -dc 0-9)" -ge 6000 ]; then
  TMPDIR=$(mktemp -d "$memory/budstikke-tests-XXXXXX")
  chmod 755 "$TMPDIR"
  export TMPDIR
fi

readonly hang_timeout=5m
results=$PWD/TestResults
passed=0 failed=0 skipped=0
policy=""

# Whatever ends the script, its last line counts.
close() {
  local code=$?
  [ -z "$policy" ] || rm -f "$policy"
  case "${TMPDIR:-}" in "$memory"/budstikke-tests-*) rm -rf "$TMPDIR" ;; esac
  if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] || exit 1
}
trap close EXIT
trap 'exit 130' INT TERM

fail() {
  echo "FAILED: $1"
  failed=$((failed + 1))
}

# A Debian package, and the command or file that shows that it (or something as good) is here.
readonly needs="
postgresql           /usr/lib/postgresql/*/bin/pg_ctl
pgbouncer            /usr/sbin/pgbouncer
postfix              /usr/sbin/postfix
poppler-utils        pdftotext
qpdf                 qpdf
chromium             chromium
libsaxonhe-java      /usr/share/java/Saxon-HE.jar
libxml2-utils        xmllint
libxml-security-java /usr/share/java/xmlsec.jar
libmail-java         /usr/share/java/javax.mail.jar
libslf4j-java        /usr/share/java/slf4j-nop.jar
default-jdk-headless javac
python3              python3
python3-dkim         /usr/lib/python3/dist-packages/dkim
php-cli              php
nodejs               node
dnsmasq-base         /usr/sbin/dnsmasq
dovecot-imapd        /usr/sbin/dovecot
xmlsec1              xmlsec1
faketime             /usr/lib/*-linux-gnu/faketime/libfaketimeMT.so.1
"

missing_packages() {
  local package proof
  while read -r package proof; do
    [ -n "$package" ] || continue
    command -v "$proof" >/dev/null 2>&1 || compgen -G "$proof" >/dev/null || echo "$package"
  done <<<"$needs"
}

install_packages() {
  local missing
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing, so the tests that need them are skipped: ${missing[*]}"
    echo "On Debian: apt-get install --no-install-recommends ${missing[*]}"
    return 0
  fi

  echo "Installing ${missing[*]}"
  # The tests start servers of their own on loopback; a package must not start one.
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    policy=/usr/sbin/policy-rc.d
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  export DEBIAN_FRONTEND=noninteractive
  if [[ " ${missing[*]} " == *" postfix "* ]]; then
    echo "postfix postfix/main_mailer_type select Local only" | debconf-set-selections
  fi
  local wait_for_lock=(-o DPkg::Lock::Timeout=120)
  apt-get "${wait_for_lock[@]}" update -qq &&
    apt-get "${wait_for_lock[@]}" install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Sums what the runner wrote; the runner counts a skipped test only as one that was not executed.
count() {
  local counters total executed good
  counters=$(grep -o '<Counters [^>]*>' "$1" | head -n 1)
  number() { sed "s/.* $1=\"\([0-9]*\)\".*/\1/" <<<"$counters"; }
  total=$(number total) executed=$(number executed) good=$(number passed)
  passed=$((passed + good))
  skipped=$((skipped + total - executed))
  failed=$((failed + executed - good))
  ran=$executed
}

# One line a skipped test: its name and its reason.
list_skipped() {
  tr -d '\r' <"$1" | tr '\n' ' ' | sed 's/<UnitTestResult /\n&/g' | grep 'outcome="NotExecuted"' |
    sed -e 's/.* testName="\([^"]*\)".*<Message>\([^<]*\)<.*/  \1: \2/' \
      -e 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&apos;/'"'"'/g; s/&amp;/\&/g' || true
}

run_tests() {
  local project=$1 before=$failed status=0 ran=0
  local name=${project##*/}
  echo "== $name"
  dotnet test "$project" --no-build -c Release --nologo --results-directory "$results" \
    --logger "console;verbosity=minimal" --logger "trx;LogFileName=$name.trx" \
    --blame-hang-timeout "$hang_timeout" --blame-hang-dump-type none \
    ${filter:+--filter "$filter"} || status=$?
  if [ -f "$results/$name.trx" ]; then count "$results/$name.trx"; fi
  if [ "$ran" -eq 0 ] && [ -z "$filter" ]; then fail "$name ran no test"; fi
  if [ "$status" -ne 0 ] && [ "$failed" -eq "$before" ]; then fail "$name ended with exit code $status"; fi
}

rm -rf "$results"
mkdir -p "$results"

install_packages || fail "installing packages"
echo "== restore, format, build"
dotnet tool restore --verbosity quiet
dotnet restore --locked-mode --verbosity quiet
dotnet csharpier check . || fail "formatting: dotnet csharpier format ."
dotnet build --no-restore -c Release --verbosity quiet --nologo || { fail "build"; exit 1; }

for project in tests/Budstikke.Documents.Tests tests/Budstikke.Tests; do
  run_tests "$project"
done
[ $((passed + failed)) -gt 0 ] || fail "no test ran"

reasons=$(for file in "$results"/*.trx; do [ ! -f "$file" ] || list_skipped "$file"; done)
[ -z "$reasons" ] || printf 'Skipped:\n%s\n' "$reasons"
