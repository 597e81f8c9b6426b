#!/usr/bin/env bash
# Stops the mail lab that start.sh started in the same folder; --purge removes the folder too.
# Exits with 0 as well when nothing runs.
set -euo pipefail

dir=${NEWSBOT_LAB_MAIL_DIR:-${TMPDIR:-/tmp}/newsbot-mail-lab}
purge=no
case "$#${1:-}" in
  0) ;;
  1--purge) purge=yes ;;
  *) echo "usage: stop.sh [--purge]" >&2; exit 2 ;;
esac
[[ $(id -u) == 0 ]] || { echo "mail lab: needs root: sudo $0" >&2; exit 1; }
[[ -e $dir/lock ]] || exit 0 # no lab was ever started in there
dir=$(cd "$dir" && pwd -P)

if [[ ${NEWSBOT_LAB_MAIL_LOCKED:-no} == no ]]; then # start.sh holds the lock when it calls
  exec 9>"$dir/lock"
  flock -w 120 9 || { echo "mail lab: another start or stop has held $dir/lock for two minutes" >&2; exit 1; }
fi

# Every Postfix or Dovecot process that works inside the folder. The masters' own stop commands would
# miss what a killed master left behind, and it is what holds the ports.
ours() {
  local process
  for process in /proc/[0-9]*; do
    case $(readlink "$process/exe")+$(readlink "$process/cwd")/ in
      /usr/lib/postfix/*+"$dir"/* | /usr/lib/dovecot/*+"$dir"/* | /usr/sbin/dovecot*+"$dir"/*) echo "${process#/proc/}" ;;
    esac
  done
}
for ((try = 0; try < 100; try++)); do
  mapfile -t left < <(ours)
  ((${#left[@]})) || break
  signal=TERM
  ((try < 50)) || signal=KILL # 5 s to finish what they do
  ((try % 10)) || kill -s "$signal" "${left[@]}" 2>/dev/null || true
  sleep 0.1
done
((${#left[@]} == 0)) || { echo "mail lab: these processes would not end: ${left[*]}" >&2; exit 1; }
rm -rf -- "$dir/dovecot/run" # a stale socket there costs the next first login some seconds

if [[ $purge == yes ]]; then
  rm -rf -- "$dir"/{dovecot,env,lock,log,mail,postfix,queue,state,tls}
  rmdir --ignore-fail-on-non-empty -- "$dir"
fi
