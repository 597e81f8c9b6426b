#!/usr/bin/env bash
# Starts a PostgreSQL server of the tests' own on loopback. Prints one line on stdout, an Npgsql connection
# string, and everything else on stderr. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

dir=${NEWSBOT_LAB_POSTGRES_DIR:-${TMPDIR:-/tmp}/newsbot-postgres-lab}
port=${NEWSBOT_LAB_POSTGRES_PORT:-0}
password=newsbot-lab

say() { printf 'postgres lab: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

fresh=no
case "$#${1:-}" in
  0) ;;
  1--fresh) fresh=yes ;;
  *) echo "usage: start.sh [--fresh]" >&2; exit 2 ;;
esac
[[ $dir =~ ^/[A-Za-z0-9/._-]+$ ]] || die "NEWSBOT_LAB_POSTGRES_DIR must be an absolute path of letters, digits and / . _ -, not '$dir'"
((${#dir} <= 80)) || die "NEWSBOT_LAB_POSTGRES_DIR is too long for the Unix socket below it (80 characters at most): $dir"
[[ $port =~ ^[0-9]{1,5}$ ]] || die "not a port: $port (0 takes a free one)"
bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
[[ -x $bin/initdb ]] || die "missing: apt-get install --no-install-recommends postgresql"

# PostgreSQL refuses to run as root: root hands the server to the account that came with the package.
as=()
if [[ $(id -u) == 0 ]]; then as=(runuser -u postgres --); fi

mkdir -p "$dir"
chmod 0755 "$dir"
exec 9>"$dir/lock"
flock -w 120 9 || die "another start or stop has held $dir/lock for two minutes"
"${as[@]}" test -x "$dir" || die "the account postgres cannot enter $dir: a folder above it is closed; set NEWSBOT_LAB_POSTGRES_DIR"

cd / # a place that the account postgres may stand in
if [[ -s $dir/connection ]]; then
  was=$(sed 's/.*;Port=\([0-9]*\);.*/\1/' "$dir/connection")
  ((port)) || port=$was
  if [[ $fresh == no && $port == "$was" ]] && "${as[@]}" "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" 9>&-; then
    cat "$dir/connection"
    exit 0
  fi
fi
NEWSBOT_LAB_POSTGRES_LOCKED=yes NEWSBOT_LAB_POSTGRES_DIR=$dir "$here/stop.sh" 9>&- # what an earlier run left
rm -f "$dir/connection"
[[ $fresh == no ]] || rm -rf -- "$dir/server"

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
for ((try = 0; port == 0 && try < 100; try++)); do
  candidate=$((15000 + RANDOM % 15000)) # below the range that outgoing connections are given
  listens "$candidate" || port=$candidate
done
! listens "$port" || die "port $port is taken by another program: set NEWSBOT_LAB_POSTGRES_PORT"

run() { "${as[@]}" "$@" >>"$dir/log" 2>&1 9>&- || { tail -n 5 "$dir/log" >&2; die "$1 failed: see $dir/log"; }; }
: >"$dir/log"
if [[ ! -s $dir/server/data/PG_VERSION ]]; then
  rm -rf -- "$dir/server"
  mkdir -m 0700 "$dir/server"
  ((${#as[@]} == 0)) || chown postgres "$dir/server"
  run "$bin/initdb" -D "$dir/server/data" -U postgres -E UTF8 --locale=C.UTF-8 \
    --auth-local=trust --auth-host=scram-sha-256 --no-sync
fi
# Nothing here outlives the tests, so nothing is forced to disk.
run "$bin/pg_ctl" -D "$dir/server/data" -l "$dir/server/log" -w -t 60 start -o "-p $port -k $dir/server \
  -c listen_addresses=127.0.0.1 -c max_connections=200 -c timezone=UTC \
  -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
# Not a superuser: what the tests' role may not do, a hosted database's owner may not do either.
run "$bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$dir/server" -p "$port" -U postgres <<SQL
select 'create role newsbot login createdb password ''$password''' where not exists (select from pg_roles where rolname = 'newsbot') \gexec
select 'create database newsbot owner newsbot' where not exists (select from pg_database where datname = 'newsbot') \gexec
SQL

echo "Host=127.0.0.1;Port=$port;Database=newsbot;Username=newsbot;Password=$password" >"$dir/connection"
cat "$dir/connection"
