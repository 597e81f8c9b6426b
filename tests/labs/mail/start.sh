#!/usr/bin/env bash
# Starts a real mail provider on loopback: Postfix takes mail by submission, Dovecot serves it over IMAPS.
# Prints NEWSBOT_LAB_MAIL_…=value lines on stdout and everything else on stderr. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

dir=${NEWSBOT_LAB_MAIL_DIR:-${TMPDIR:-/tmp}/newsbot-mail-lab}
submission=${NEWSBOT_LAB_MAIL_SUBMISSION_PORT:-14587}
imaps=${NEWSBOT_LAB_MAIL_IMAPS_PORT:-14993}
password=newsbot-lab
owner=mail # the unprivileged account that every Debian has and that owns the mailboxes here

say() { printf 'mail lab: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

fresh=no
case "$#${1:-}" in
  0) ;;
  1--fresh) fresh=yes ;;
  *) echo "usage: start.sh [--fresh]" >&2; exit 2 ;;
esac

[[ $(id -u) == 0 ]] || die "needs root, because Postfix's master does: sudo $0"
[[ $dir =~ ^/[A-Za-z0-9/._-]+$ ]] || die "NEWSBOT_LAB_MAIL_DIR must be an absolute path of letters, digits and / . _ -, not '$dir'"
((${#dir} <= 70)) || die "NEWSBOT_LAB_MAIL_DIR is too long for the Unix sockets below it (70 characters at most): $dir"
for port in "$submission" "$imaps"; do
  [[ $port =~ ^[0-9]{1,5}$ ]] || die "not a port: $port (0 takes a free one)"
done
missing=()
[[ -x /usr/lib/postfix/sbin/master ]] || missing+=(postfix)
[[ -x /usr/lib/dovecot/imap ]] || missing+=(dovecot-imapd)
command -v openssl >/dev/null || missing+=(openssl)
((${#missing[@]} == 0)) || die "missing: apt-get install --no-install-recommends ${missing[*]}"

mkdir -p "$dir"
chmod 0755 "$dir"
exec 9>"$dir/lock"
flock -w 120 9 || die "another start or stop has held $dir/lock for two minutes"

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# ---- Already there? -------------------------------------------------------------------------------
was() { sed -n "s/^NEWSBOT_LAB_MAIL_$1=//p" "$dir/env"; }
if [[ -s $dir/env ]]; then
  ((submission)) || submission=$(was SUBMISSION_PORT)
  ((imaps)) || imaps=$(was IMAPS_PORT)
  if [[ $fresh == no && $submission == "$(was SUBMISSION_PORT)" && $imaps == "$(was IMAPS_PORT)" ]] &&
    postfix -c "$dir/postfix" status 2>/dev/null && listens "$submission" && listens "$imaps"; then
    cat "$dir/env"
    exit 0
  fi
fi
NEWSBOT_LAB_MAIL_LOCKED=yes NEWSBOT_LAB_MAIL_DIR=$dir "$here/stop.sh" 9>&- # what an earlier run left
rm -f "$dir/env"
[[ $fresh == no ]] || rm -rf -- "$dir/mail" "$dir/queue" "$dir/log"

free_port() {
  local try port
  for ((try = 0; try < 100; try++)); do
    port=$((15000 + RANDOM % 15000)) # below the range that outgoing connections are given
    listens "$port" || { echo "$port"; return; }
  done
  return 1
}
((submission)) || submission=$(free_port)
((imaps)) || imaps=$(free_port)
for port in "$submission" "$imaps"; do
  ! listens "$port" || die "port $port is taken by another program: set NEWSBOT_LAB_MAIL_SUBMISSION_PORT or NEWSBOT_LAB_MAIL_IMAPS_PORT"
done

mkdir -p "$dir"/{dovecot,log,mail,postfix,queue,state}
chown "$owner" "$dir/mail"
chown postfix "$dir/state"
chmod 0750 "$dir/mail"

# ---- One CA, one certificate ----------------------------------------------------------------------
if ! openssl x509 -in "$dir/tls/server.pem" -checkend 86400 -noout >/dev/null 2>&1; then
  rm -rf -- "$dir/tls"
  mkdir -p "$dir/tls"
  make() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 "$@" >>"$dir/log/openssl" 2>&1; }
  { (umask 077 && make -subj "/CN=NewsBot lab CA" -keyout "$dir/tls/ca.key" -out "$dir/tls/ca.pem" \
      -addext keyUsage=critical,keyCertSign) &&
    (umask 077 && make -subj "/CN=localhost" -keyout "$dir/tls/server.key" -out "$dir/tls/server.pem" \
      -CA "$dir/tls/ca.pem" -CAkey "$dir/tls/ca.key" -addext basicConstraints=critical,CA:FALSE \
      -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -addext extendedKeyUsage=serverAuth); } ||
    { cat "$dir/log/openssl" >&2; die "openssl could not make the certificates"; }
  chmod 0644 "$dir"/tls/*.pem
fi

# ---- Dovecot: who may log in, and the mailboxes ---------------------------------------------------
# Any address logs in with the one password; its mailbox appears with its first mail or login.
dovecot_2_3() { cat <<CONF
ssl_cert = <$dir/tls/server.pem
ssl_key = <$dir/tls/server.key
mail_location = maildir:$dir/mail/%d/%n
passdb {
  driver = static
  args = password={PLAIN}$password
}
userdb {
  driver = static
  args = uid=$owner gid=$owner home=$dir/mail/%d/%n
}
CONF
}
dovecot_2_4() { cat <<CONF
ssl_server_cert_file = $dir/tls/server.pem
ssl_server_key_file = $dir/tls/server.key
mail_driver = maildir
mail_path = $dir/mail/%{user | domain}/%{user | username}
passdb static {
  password = {PLAIN}$password
}
userdb static {
  fields {
    uid = $owner
    gid = $owner
    home = $dir/mail/%{user | domain}/%{user | username}
  }
}
CONF
}
{
  case $(dovecot --version) in
    2.3.*) settings=dovecot_2_3 ;;
    *) settings=dovecot_2_4 && printf '%s\n' 'dovecot_config_version = 2.4.0' 'dovecot_storage_version = 2.4.0' ;;
  esac
  cat <<CONF
base_dir = $dir/dovecot/run
state_dir = $dir/dovecot/state
log_path = $dir/log/dovecot
protocols = imap
listen = 127.0.0.1
ssl = required
auth_mechanisms = plain
first_valid_uid = 1
# A test that tries a wrong password must not slow down the tests after it.
auth_failure_delay = 0
# Where inotify is short (containers), an idling client still hears of new mail within a second.
mailbox_idle_check_interval = 1s
mail_max_userip_connections = 200
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = $imaps
    ssl = yes
  }
}
service auth {
  unix_listener $dir/queue/private/auth {
    mode = 0600
    user = postfix
  }
}
namespace inbox {
  inbox = yes
}
CONF
  $settings
} >"$dir/dovecot/dovecot.conf"

# ---- Postfix: takes mail from who has logged in, delivers it here or nowhere ---------------------
cat >"$dir/postfix/main.cf" <<CONF
compatibility_level = 3.6
queue_directory = $dir/queue
data_directory = $dir/state
maillog_file = $dir/log/postfix
maillog_file_prefixes = $dir
myhostname = localhost
myorigin = news.test
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_peername_lookup = no
alias_maps =
alias_database =
default_transport = error:5.7.1 this lab sends nothing out
virtual_mailbox_domains = news.test readers.test
virtual_mailbox_maps = regexp:$dir/postfix/mailboxes
virtual_transport = maildir
maildir_destination_recipient_limit = 1
recipient_delimiter = +
message_size_limit = 26214400
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = $dir/tls/server.pem
smtpd_tls_key_file = $dir/tls/server.key
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_recipient_access regexp:$dir/postfix/recipients, reject_unauth_destination
smtpd_error_sleep_time = 0
smtpd_client_connection_count_limit = 0
CONF
# The local part becomes a folder's name: nothing in it may climb out of the mail folder.
echo '/^[a-z0-9][a-z0-9._-]*(\+[^@]*)?@(news|readers)\.test$/ known' >"$dir/postfix/mailboxes"
cat >"$dir/postfix/recipients" <<'CONF'
/@reject\.test$/   550 5.1.1 No such mailbox
/@tempfail\.test$/ 451 4.3.0 Try again later
CONF
cat >"$dir/postfix/master.cf" <<CONF
127.0.0.1:$submission inet n - n - - smtpd
pickup     unix       n - n 60    1 pickup
cleanup    unix       n - n -     0 cleanup
qmgr       unix       n - n 300   1 qmgr
tlsmgr     unix       - - n 1000? 1 tlsmgr
rewrite    unix       - - n -     - trivial-rewrite
bounce     unix       - - n -     0 bounce
defer      unix       - - n -     0 bounce
trace      unix       - - n -     0 bounce
verify     unix       - - n -     1 verify
flush      unix       n - n 1000? 0 flush
proxymap   unix       - - n -     - proxymap
error      unix       - - n -     - error
retry      unix       - - n -     - error
anvil      unix       - - n -     1 anvil
postlog    unix-dgram n - n -     1 postlogd
maildir    unix       - n n -     4 pipe flags=DRhu user=$owner
  argv=/bin/sh $dir/postfix/deliver $dir/mail/\${domain}/\${user}
CONF
cat >"$dir/postfix/deliver" <<'SH'
# Puts the mail on standard input into the Maildir $1. 75 (EX_TEMPFAIL) keeps it in the queue.
umask 077
mkdir -p "$1/tmp" "$1/new" "$1/cur" || exit 75
name=$(date +%s.%N).$$.lab
cat >"$1/tmp/$name" && mv "$1/tmp/$name" "$1/new/$name" || exit 75
SH

# ---- Start ----------------------------------------------------------------------------------------
cd /
postfix -c "$dir/postfix" start >>"$dir/log/start" 2>&1 9>&- ||
  { tail -n 5 "$dir/log/start" >&2; die "Postfix did not start: see $dir/log"; }
dovecot -c "$dir/dovecot/dovecot.conf" >>"$dir/log/start" 2>&1 9>&- ||
  { tail -n 5 "$dir/log/start" >&2; die "Dovecot did not start: see $dir/log"; }
for port in "$submission" "$imaps"; do
  for ((try = 0; try < 100; try++)); do
    ! listens "$port" || continue 2
    sleep 0.1
  done
  die "nothing listens on port $port after 10 s: see $dir/log"
done

cat >"$dir/env" <<ENV
NEWSBOT_LAB_MAIL_HOST=localhost
NEWSBOT_LAB_MAIL_SUBMISSION_PORT=$submission
NEWSBOT_LAB_MAIL_IMAPS_PORT=$imaps
NEWSBOT_LAB_MAIL_USER=digest@news.test
NEWSBOT_LAB_MAIL_PASSWORD=$password
NEWSBOT_LAB_MAIL_CA=$dir/tls/ca.pem
ENV
cat "$dir/env"
