#!/usr/bin/env bash
# Checks everything on a fresh Debian or Ubuntu with the .NET 10 SDK: installs what is missing, builds, checks the
# format, starts a real mail provider and a real PostgreSQL, runs every test. Ends with "N passed, M failed" and
# exits with 0 only when M is 0. Needs root or sudo for the packages and the mail provider; without it, the tests
# that want them are skipped and say why. CONTRIBUTING.md tells what it does to the machine.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

# Twenty minutes at most, less the half minute that stopping takes.
readonly deadline=1170
readonly logs=$PWD/artifacts/test-logs
passed=0 failed=0 skipped=0
child='' labs=''

rm -rf -- "$logs"
mkdir -p "$logs" || exit 1
# The caller's own settings must not decide how the tests end.
unset "${!NEWSBOT_@}" UPDATE_GOLDEN
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export MSBUILDDISABLENODEREUSE=1 # no build server outlives this script

sudo=()
can_root=yes
if [[ $(id -u) != 0 ]]; then
  sudo=(sudo -n)
  sudo -n true 2>/dev/null || can_root=no
fi

# run NAME COMMAND…: runs it within the time that is left. Sets $log, $result and $took.
run() {
  local began=$SECONDS left=$((deadline - SECONDS))
  log=$logs/$1.log
  shift
  timeout -k 20 "$((left > 0 ? left : 1))" "$@" >>"$log" 2>&1 </dev/null &
  child=$!
  wait "$child"
  result=$?
  child=''
  took=$((SECONDS - began))
}

# tell NAME WHAT: the one line of a stage.
tell() { printf '%-20s %4d s  %s\n' "$1" "$took" "$2"; }

# show FILE: what a failed stage printed, within bounds.
show() {
  if (($(wc -l <"$1") <= 300)); then cat "$1"; else
    head -n 100 "$1"
    echo "[…] all of it: $1"
    tail -n 200 "$1"
  fi | cut -c -400
}

stop_labs() {
  [[ -n $labs ]] || return 0
  "${sudo[@]}" env NEWSBOT_LAB_MAIL_DIR="$labs/mail" tests/labs/mail/stop.sh --purge
  NEWSBOT_LAB_POSTGRES_DIR="$labs/postgres" tests/labs/postgres/stop.sh --purge
  rm -rf -- "$labs"
  labs=''
} >>"$logs/labs.log" 2>&1

end() {
  stop_labs
  printf '%d passed, %d failed' "$passed" "$failed"
  ((skipped == 0)) || printf ', %d skipped' "$skipped"
  printf '\n'
  exit "$((failed > 0))"
}

# shellcheck disable=SC2317 # the trap below calls it
broken_off() {
  [[ -z $child ]] || kill -TERM "$child" 2>/dev/null
  exit 130
}
trap stop_labs EXIT
trap broken_off INT TERM HUP

# ---- Packages --------------------------------------------------------------------------------------
# On Ubuntu `chromium` and `chromium-browser` may be stubs that only ask for a snap: one that cannot tell its version is none.
find_browser() {
  local name
  for name in chromium google-chrome google-chrome-stable chromium-browser; do
    if timeout 30 "$name" --version >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
}
find_missing() {
  [[ -x /usr/lib/postfix/sbin/master ]] || echo postfix
  [[ -x /usr/lib/dovecot/imap ]] || echo dovecot-imapd
  command -v openssl >/dev/null || echo openssl
  /usr/bin/python3 -c 'import dkim' 2>/dev/null || echo python3-dkim
  /usr/bin/python3 -c 'import nacl' 2>/dev/null || echo python3-nacl
  command -v spamassassin >/dev/null || echo spamassassin
  command -v xmllint >/dev/null || echo libxml2-utils
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
  [[ -n $(find_browser) ]] || grep -qx ID=ubuntu /etc/os-release || echo chromium
  command -v node >/dev/null || echo nodejs
  command -v npm >/dev/null || echo npm
  [[ -n $(find /usr/share/fonts -name '*.ttf' -print -quit 2>/dev/null) ]] || echo fonts-dejavu-core
}
# Runs as root. No service of a package starts now, and Postfix gets no configuration with which it could later.
# shellcheck disable=SC2016  # for the shell of root to expand
readonly install='
  export DEBIAN_FRONTEND=noninteractive
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap "rm -f /usr/sbin/policy-rc.d" EXIT
    printf "#!/bin/sh\nexit 101\n" >/usr/sbin/policy-rc.d && chmod 0755 /usr/sbin/policy-rc.d
  fi
  case " $* " in *" postfix "*) echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections ;; esac
  get() { apt-get -o DPkg::Lock::Timeout=300 -qq "$@"; }
  get update && get install -y --no-install-recommends "$@" && exit
  sleep 5
  get update
  for package; do get install -y --no-install-recommends "$package"; done
'
took=0
mapfile -t missing < <(find_missing)
if ((${#missing[@]})) && [[ $can_root == yes ]]; then
  run packages "${sudo[@]}" sh -c "$install" install "${missing[@]}"
  wanted=("${missing[@]}")
  mapfile -t missing < <(find_missing)
  if ((${#missing[@]})); then
    show "$log"
    tell packages "could not be installed: ${missing[*]}"
  else
    tell packages "installed ${wanted[*]}"
  fi
elif ((${#missing[@]})); then
  tell packages "not there: ${missing[*]} (run this as root, or install them)"
fi
browser=$(find_browser)
[[ -z $browser ]] || export NEWSBOT_LAB_BROWSER=$browser

# ---- Build -----------------------------------------------------------------------------------------
# must NAME COMMAND…: a stage without which nothing else can be told.
must() {
  run "$@"
  if ((result)); then
    grep -E '\berror\b' "$log" | sort -u | head -n 40 | cut -c -400 | grep . || show "$log"
    tell "$1" "failed ($result): $log"
    failed=1
    end
  fi
  tell "$1" "done"
}
if ! command -v dotnet >/dev/null; then
  tell dotnet "is not on the PATH: install the .NET 10 SDK"
  failed=1
  end
fi
run restore dotnet restore NewsBot.sln
if ((result)); then
  tell restore "failed, once more"
  must restore dotnet restore NewsBot.sln
else
  tell restore "done"
fi
must build dotnet build NewsBot.sln -c Release --no-restore

# The build has checked the style of the code; this is about its white space.
run format dotnet format whitespace NewsBot.sln --verify-no-changes --no-restore
if ((result)); then
  show "$log"
  tell format "not as .editorconfig wants it: dotnet format NewsBot.sln"
  failed=$((failed + 1))
else
  tell format "done"
  passed=$((passed + 1))
fi

# ---- Labs ------------------------------------------------------------------------------------------
# lab NAME OUTPUT COMMAND…: starts a lab and leaves what it printed in OUTPUT. Not to start although its packages are there is a failure.
lab() {
  local name=$1 output=$2
  shift 2
  # shellcheck disable=SC2016 # for that shell to expand
  run "$name" sh -c 'output=$1; shift; exec "$@" >"$output"' lab "$output" "$@"
  if ((result == 0)); then
    tell "$name" started
    return
  fi
  tell "$name" "did not start: $(tail -n 1 "$log")"
  failed=$((failed + 1))
  return 1
}
has() { [[ " ${missing[*]} " == *" $1 "* ]] && return 1 || return 0; }

labs=$(mktemp -d /tmp/newsbot-labs.XXXXXX) # a short path that every account may enter
chmod 0755 "$labs"
if [[ $can_root == yes ]] && has postfix && has dovecot-imapd && has openssl &&
  lab mail-lab "$labs/mail.env" "${sudo[@]}" env NEWSBOT_LAB_MAIL_DIR="$labs/mail" \
    NEWSBOT_LAB_MAIL_SUBMISSION_PORT=0 NEWSBOT_LAB_MAIL_IMAPS_PORT=0 tests/labs/mail/start.sh; then
  while IFS='=' read -r name value; do
    export "$name=$value"
  done <"$labs/mail.env"
fi
if has postgresql &&
  lab postgres-lab "$labs/postgres.env" env NEWSBOT_LAB_POSTGRES_DIR="$labs/postgres" tests/labs/postgres/start.sh; then
  NEWSBOT_LAB_POSTGRES=$(<"$labs/postgres.env")
  export NEWSBOT_LAB_POSTGRES
fi

# ---- Tests -----------------------------------------------------------------------------------------
# count WHAT: a number from the closing lines of the test platform.
count() {
  local number
  number=$(sed -n "s/^ *$1: \([0-9][0-9]*\)\$/\1/p" "$log" | tail -n 1)
  echo "${number:-0}"
}
# Every local Discord that a test starts, and every scripted one, writes here what it was asked.
export NEWSBOT_LAB_RECORD=$logs/discord-requests
projects=0
for project in tests/*/*.csproj; do
  grep -q 'Include="xunit.v3"' "$project" || continue
  projects=$((projects + 1))
  name=$(basename "$project" .csproj)
  run "$name" dotnet test --project "$project" -c Release --no-build --no-progress --no-ansi
  good=$(count succeeded) bad=$(count failed) left_out=$(count skipped)
  said="$good passed, $bad failed, $left_out skipped"
  if ((result && bad == 0)) || ((good + bad + left_out == 0)); then # no test ran, or the host died on the way
    bad=$((bad + 1))
    case $result in
      8) said="ran no test" ;;
      124 | 137) said="ran out of time" ;;
      *) said+=", and the run ended with $result" ;;
    esac
  fi
  ((bad == 0)) || show "$log"
  ((left_out == 0)) || grep -A 1 '^skipped ' "$log" | grep -v '^--' | head -n 40
  tell "$name" "$said"
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left_out))
done
if ((projects == 0)); then
  echo "no test project under tests/"
  failed=$((failed + 1))
fi

# ---- Checks of others ------------------------------------------------------------------------------
# checks NAME COMMAND…: one that runs on node, in tests/NAME; first its own test, that it can fail.
checks() {
  local name=$1 good bad left_out said
  shift
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    tell "$name" "skipped: node and npm are not there"
    skipped=$((skipped + 1))
    return
  fi
  run "$name-packages" npm ci --prefix "tests/$name" --no-audit --no-fund
  if ((result)); then
    tell "$name" "skipped: its packages could not be installed: $log"
    skipped=$((skipped + 1))
    return
  fi
  run "$name-test" node --test "tests/$name/check.test.mjs"
  if ((result)); then
    show "$log"
    tell "$name-test" "failed: $log"
    failed=$((failed + 1))
  fi
  run "$name" node "tests/$name/check.mjs" "$@"
  read -r good bad left_out < <(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed, \([0-9]*\) skipped$/\1 \2 \3/p' "$log" | tail -n 1)
  said="${good:=0} passed, ${bad:=0} failed, ${left_out:=0} skipped"
  if ((result && bad == 0)) || ((good + bad + left_out == 0)); then
    bad=1
    said="ended with $result"
  fi
  ((bad == 0)) || show "$log"
  tell "$name" "$said"
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left_out))
}
# Every request of the run against Discord's own description of its API. It counts routes.
checks schema "$NEWSBOT_LAB_RECORD"
# The golden mails: sound HTML, and for each feature that Gmail, Outlook or Apple Mail lacks a fallback that somebody wrote down.
checks mailcheck
end
