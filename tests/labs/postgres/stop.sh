#!/usr/bin/env bash
# Stops the PostgreSQL server that start.sh started in the same folder; --purge removes the folder too.
# Exits with 0 as well when nothing runs.
set -euo pipefail

dir=${NEWSBOT_LAB_POSTGRES_DIR:-${TMPDIR:-/tmp}/newsbot-postgres-lab}
purge=no
case "$#${1:-}" in
  0) ;;
  1--purge) purge=yes ;;
  *) echo "usage: stop.sh [--purge]" >&2; exit 2 ;;
esac
[[ -e $dir/lock ]] || exit 0 # no lab was ever started in there

if [[ ${NEWSBOT_LAB_POSTGRES_LOCKED:-no} == no ]]; then # start.sh holds the lock when it calls
  exec 9>"$dir/lock"
  flock -w 120 9 || { echo "postgres lab: another start or stop has held $dir/lock for two minutes" >&2; exit 1; }
fi

as=()
if [[ $(id -u) == 0 ]]; then as=(runuser -u postgres --); fi
bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
cd /
pid_file=$dir/server/data/postmaster.pid
if [[ -s $pid_file ]]; then
  # A killed server that nobody has reaped keeps its process id but has no command line, and pg_ctl would wait for it.
  if [[ -n $(tr -d '\0' 2>/dev/null <"/proc/$(head -n 1 "$pid_file")/cmdline") ]]; then
    "${as[@]}" "$bin/pg_ctl" -D "$dir/server/data" -m fast -w -t 60 stop >/dev/null
  else
    rm -f -- "$pid_file"
    sleep 1 # its children still hold the shared memory; they notice and end
  fi
fi

if [[ $purge == yes ]]; then
  rm -rf -- "$dir"/{connection,lock,log,server}
  rmdir --ignore-fail-on-non-empty -- "$dir"
fi
