#!/bin/sh
# Reads what netfilter and routing of this host do, for Netopsy. It needs a POSIX shell and the host's own tools.
#
#   sh collect.sh [--output FILE.tar.gz] [--seconds N] [--packets N] [--no-trace] [--namespaces] [--dry-run]
#
# With a flow below, it traces some packets of that flow, in both directions, and takes the tracing away again, whatever
# ends it. Nothing else of the host is changed. Keys of IPsec and WireGuard, and what packets carry, are left out.
# Exit status: 0 done; 1 the file can't be written; 2 wrong usage; 3 not root (nothing was touched).

# <settings>
FLOW=''
FAMILY=''
PROTO=''
SRC=''
SPORT=''
DST=''
DPORT=''
WAIT=10
MOST=200
TRACE=yes
WANTED=all
# </settings>

set -u
umask 077
LC_ALL=C
export LC_ALL
PATH=${PATH:-/usr/bin:/bin}:/usr/sbin:/sbin:/usr/local/sbin
export PATH

OUTPUT=''
NAMESPACES=no
DRY=no
NS=''
WORK=''
ID=''
WATCHDOG=''
CHILD=''

say() { printf 'collect: %s\n' "$*" >&2; }
has() { command -v "$1" >/dev/null 2>&1; }
note() { [ "$DRY" = yes ] || printf '%s\n' "$*" >>"$HERE/notes.txt"; }

usage() {
  say 'usage: sh collect.sh [--output FILE.tar.gz] [--seconds N] [--packets N] [--no-trace] [--namespaces] [--dry-run]'
  exit 2
}

# A whole number from 1 to 86400.
is_number() {
  case $1 in
    '' | *[!0-9]* | 0* | ??????*) return 1 ;;
  esac
  [ "$1" -le 86400 ]
}

while [ $# -gt 0 ]; do
  word=$1
  value=''
  shift
  case $word in
    --output=* | --seconds=* | --packets=*)
      value=${word#*=}
      word=${word%%=*}
      [ -n "$value" ] || usage
      ;;
    --output | --seconds | --packets)
      [ $# -gt 0 ] || usage
      value=$1
      shift
      ;;
  esac
  case $word in
    --output)
      [ -n "$value" ] || usage
      OUTPUT=$value
      ;;
    --seconds)
      is_number "$value" || usage
      WAIT=$value
      ;;
    --packets)
      is_number "$value" || usage
      MOST=$value
      ;;
    --no-trace) TRACE=no ;;
    --namespaces) NAMESPACES=yes ;;
    --dry-run) DRY=yes ;;
    *) usage ;;
  esac
done
[ -n "$FLOW" ] || TRACE=no

if [ "$DRY" = no ] && [ "$(id -u)" != 0 ]; then
  say 'this must be run as root; nothing was touched'
  exit 3
fi
for tool in tar gzip awk; do
  has "$tool" && continue
  say "$tool is missing, without which no archive can be made; nothing was touched"
  exit 1
done

HOST=$(uname -n | tr -cd 'A-Za-z0-9._-')
NAME=netopsy-${HOST:-host}-$(date -u +%Y%m%dT%H%M%SZ)
[ -n "$OUTPUT" ] || OUTPUT=$NAME.tar.gz
ID=$(date +%s)$$

# ---- the folder that everything is put together in, and the watchdog

# Written into the folder: takes away all that this script puts into the host. It may run any number of times.
undo_script() {
  cat <<'UNDO'
work=$1
id=$2
[ -d "$work" ] || exit 0
while read -r tool; do
  case $tool in
    nft:*) nft delete table "${tool#nft:}" "netopsy_$id" ;;
    *)
      for chain in PREROUTING OUTPUT; do
        "$tool" -w -t raw -S "$chain" | sed -n "/--comment netopsy-$id /s/^-A/-D/p" |
          while read -r rule; do
            # shellcheck disable=SC2086 # the words of our own rule
            "$tool" -w -t raw $rule
          done
      done
      ;;
  esac
done <"$work/markers"
for saved in "$work"/nf_log.*; do
  [ -e "$saved" ] && cat "$saved" >"/proc/sys/net/netfilter/nf_log/${saved##*.}"
done
while read -r pid; do kill "$pid"; done <"$work/pids"
exit 0
UNDO
}

# Written into the folder: undoes everything if this script is gone, or has run for too long.
watchdog_script() {
  cat <<'WATCHDOG'
main=$1
work=$2
id=$3
left=$4
part=$5
trap '' HUP INT QUIT TERM PIPE
# The state and the start of a process, so that another one of its number isn't taken for it.
born() {
  { read -r line <"/proc/$main/stat"; } 2>/dev/null || line=''
  case $line in
    '' | *') Z '* | *') X '*) echo gone ;;
    *)
      # shellcheck disable=SC2086 # fields
      set -- ${line##*) }
      echo "${20}"
      ;;
  esac
}
start=$(born)
echo "$$" >"$work/watching.part" && mv "$work/watching.part" "$work/watching"
while [ "$start" != gone ] && [ "$(born)" = "$start" ]; do
  [ -d "$work" ] || exit 0
  [ "$left" -gt 0 ] || { sh "$work/undo" "$work" "$id"; exit 0; }
  left=$((left - 1))
  sleep 1
done
# A command that was under way may still take effect.
for again in 1 2 3; do
  sh "$work/undo" "$work" "$id"
  [ "$again" = 3 ] || sleep 1
done
rm -rf "$work"
rm -f "$part"
WATCHDOG
}

begin() {
  WORK=${TMPDIR:-/tmp}/netopsy-collect-$ID
  if ! mkdir "$WORK"; then
    WORK=''
    say 'no temporary folder can be made'
    exit 1
  fi
  trap 'give_up 129' HUP
  trap 'give_up 130' INT
  trap 'give_up 131' QUIT
  trap 'give_up 143' TERM
  trap 'give_up 141' PIPE
  # In a shell of its own, which a redirection that fails ends.
  if ! (: >"$OUTPUT.part") 2>/dev/null; then
    rm -rf "$WORK"
    say "$OUTPUT can't be written; nothing was touched"
    exit 1
  fi
  mkdir "$WORK/$NAME"
  HERE=$WORK/$NAME
  : >"$WORK/markers"
  : >"$WORK/pids"
  undo_script >"$WORK/undo"
  watchdog_script >"$WORK/watchdog"
  # In a session of its own: what is sent to this one does not reach it.
  set -- sh "$WORK/watchdog" "$$" "$WORK" "$ID" "$((WAIT + 120))" "$OUTPUT.part"
  if has setsid; then set -- setsid "$@"; fi
  "$@" </dev/null >/dev/null 2>&1 &
  tries=0
  while [ ! -e "$WORK/watching" ] && [ "$tries" -lt 5 ]; do
    sleep 1
    tries=$((tries + 1))
  done
  if [ -e "$WORK/watching" ]; then
    read -r WATCHDOG <"$WORK/watching"
  else
    say 'the watchdog did not start: nothing is traced'
    note 'no tracing: the watchdog did not start'
    TRACE=no
  fi
}

undo() { sh "$WORK/undo" "$WORK" "$ID" >/dev/null 2>&1; }

give_up() {
  trap '' HUP INT QUIT TERM PIPE
  undo
  [ -z "$CHILD" ] || kill "$CHILD" 2>/dev/null
  rm -rf "$WORK"
  rm -f "$OUTPUT.part"
  say 'stopped; all that it had put into the host is taken away'
  exit "$1"
}

# ---- reading

# Runs a command for at most 30 seconds. It is waited for in a way that a signal ends.
limited() {
  if has timeout && timeout 1 true 2>/dev/null; then set -- timeout 30 "$@"; fi
  "$@" &
  CHILD=$!
  wait "$CHILD"
  CHILD=''
}

# Whether a file is asked for: WANTED is `all`, or has its subject.
wanted() {
  case " $WANTED " in
    *' all '* | *" $1 "*) return 0 ;;
  esac
  return 1
}

# reading SUBJECT FILE COMMAND...: what a command prints, into a file; within the namespace NS, if there is one.
reading() {
  wanted "$1" || return 0
  file=$2
  shift 2
  if ! has "$1"; then
    note "$file: $1 is not on this host"
    return 0
  fi
  case $NS in
    name:*) set -- ip netns exec "${NS#name:}" "$@" ;;
    pid:*) set -- nsenter -t "${NS#pid:}" -n "$@" ;;
  esac
  if [ "$DRY" = yes ]; then
    printf '%s\n' "$*"
    return 0
  fi
  limited "$@" >"$WORK/raw" 2>"$WORK/complaint"
  without_secrets "$file" <"$WORK/raw" >"$INTO/$file"
  if [ -s "$WORK/complaint" ]; then note "$file: $*: $(head -n 1 "$WORK/complaint")"; fi
  [ -s "$INTO/$file" ] || rm -f "$INTO/$file"
}

# reading_file SUBJECT FILE PATH
reading_file() { [ ! -r "$3" ] || reading "$1" "$2" cat "$3"; }

# Takes keys out of what is known to print them.
without_secrets() {
  case $1 in
    ip-xfrm-state*)
      # `enc cbc(aes) 0x0123...`: everything after the algorithm's name is or may be a key.
      awk '$1 ~ /^(enc|auth|auth-trunc|aead|comp)$/ { print "\t" $1, $2, "(key removed)"; next } { print }'
      ;;
    sysctl*) grep -v -e 'stable_secret' -e 'tcp_fastopen_key' ;;
    wireguard*) grep -v -i -e 'private key' -e 'preshared key' ;;
    *) cat ;;
  esac
}

# Rulesets and the kernel's counters: read before and after, their difference tells what happened meanwhile.
read_counters() {
  read_iptables iptables ipv4 /proc/net/ip_tables_names
  read_iptables ip6tables ipv6 /proc/net/ip6_tables_names
  reading ruleset nft-list-ruleset.txt nft -a list ruleset
  reading ruleset ebtables-save-c.txt ebtables-save -c
  reading ruleset arptables-save-c.txt arptables-save -c
  reading counters nstat.txt nstat -asz
  reading_file counters proc-net-snmp.txt /proc/net/snmp
  reading_file counters proc-net-netstat.txt /proc/net/netstat
  reading_file counters xfrm-stat.txt /proc/net/xfrm_stat
  reading counters conntrack-S.txt conntrack -S
  reading counters tc-qdisc.txt tc -s qdisc
  reading counters ip-s-link.txt ip -s link
}

# read_iptables TOOL FAMILY NAMES: each backend whose tools are there; NAMES lists the tables of the legacy one.
read_iptables() {
  found=no
  if has "$1-legacy-save"; then
    found=yes
    # Asking for tables that are not there would load them.
    ! has_line "$3" || reading ruleset "$1-legacy-save-c.txt" "$1-legacy-save" -c
  fi
  if has "$1-nft-save"; then
    found=yes
    reading ruleset "$1-nft-save-c.txt" "$1-nft-save" -c
  fi
  [ "$found" = yes ] || reading ruleset "$1-save-c.txt" "$1-save" -c
}

read_state() {
  reading routes ip-rule.txt ip rule
  reading routes ip-6-rule.txt ip -6 rule
  reading routes ip-route.txt ip route show table all
  reading routes ip-6-route.txt ip -6 route show table all
  reading links ip-addr.txt ip addr
  reading links ip-link.txt ip -d link
  reading links ip-neigh.txt ip neigh
  reading links ip-maddr.txt ip maddr
  reading links bridge-link.txt bridge -d link
  reading links bridge-fdb.txt bridge fdb
  reading links bridge-vlan.txt bridge vlan
  reading sysctls sysctl.txt sysctl -a -r '^net\.'
  if [ "$DRY" = no ] && wanted sysctls && [ ! -e "$INTO/sysctl.txt" ]; then reading sysctls sysctl.txt sysctl -a; fi
  reading sets ipset-save.txt ipset save
  reading state conntrack-L.txt conntrack -L
  has conntrack || reading_file state nf_conntrack.txt /proc/net/nf_conntrack
  reading state ss.txt ss -lntup
  has ss || reading state netstat.txt netstat -lntup
  reading state ip-xfrm-policy.txt ip xfrm policy
  reading state ip-xfrm-state.txt ip xfrm state
  reading state ip-nexthop.txt ip nexthop
  reading state wireguard.txt wg show
  reading state ipvsadm.txt ipvsadm -L -n --stats
  reading_file state nfnetlink_queue.txt /proc/net/netfilter/nfnetlink_queue
}

read_namespaces() {
  [ "$NAMESPACES" = yes ] || return 0
  if has ip; then
    for name in $(ip netns list 2>/dev/null | awk '{ print $1 }' | grep '^[A-Za-z0-9._-]*$'); do
      read_namespace "name:$name" "$name"
    done
  fi
  # Those of containers have no name; one process of each will do.
  has nsenter && has readlink || return 0
  seen=" $(readlink /proc/self/ns/net) "
  for name in $(ip netns list 2>/dev/null | awk '{ print $1 }' | grep '^[A-Za-z0-9._-]*$'); do
    seen="$seen$(ip netns exec "$name" readlink /proc/self/ns/net 2>/dev/null) "
  done
  for process in /proc/[0-9]*; do
    net=$(readlink "$process/ns/net" 2>/dev/null) || continue
    case $seen in *" $net "*) continue ;; esac
    seen="$seen$net "
    read_namespace "pid:${process#/proc/}" "pid-${process#/proc/}"
  done
}

# read_namespace NS FOLDER
read_namespace() {
  NS=$1
  INTO=$HERE/netns/$2
  [ "$DRY" = yes ] || mkdir -p "$INTO"
  read_counters
  read_state
  NS=''
  INTO=$HERE
}

# ---- tracing

# Runs a command that changes something; with --dry-run it is only printed.
change() {
  if [ "$DRY" = yes ]; then printf '%s\n' "$*"; else "$@"; fi
}

# Whether the legacy backend has tables. (Files of /proc have no size.)
legacy_is_used() { has_line /proc/net/ip_tables_names || has_line /proc/net/ip6_tables_names; }
has_line() { grep -q . "$1" 2>/dev/null; }

is_nft_tool() {
  case $("$1" -V 2>/dev/null) in
    *nf_tables*) return 0 ;;
  esac
  return 1
}

# The tool for the legacy backend of `iptables` or `ip6tables`; empty where there is none.
legacy_tool() {
  if has "$1-legacy"; then
    echo "$1-legacy"
  elif has "$1" && ! is_nft_tool "$1"; then
    echo "$1"
  fi
}

# The tool that writes its rules into nftables.
nft_tool() {
  if has "$1-nft"; then
    echo "$1-nft"
  elif has "$1" && is_nft_tool "$1"; then
    echo "$1"
  fi
}

families() {
  case $FAMILY in
    ipv4) echo iptables ;;
    ipv6) echo ip6tables ;;
    *) echo iptables ip6tables ;;
  esac
}

# Whether addresses of the flow may be rewritten, so that answers have others.
nat_is_used() {
  { nft list ruleset 2>/dev/null && for tool in iptables ip6tables; do
    legacy=$(legacy_tool "$tool")
    if [ -n "$legacy" ] && legacy_is_used; then "$legacy-save" 2>/dev/null; fi
  done; } | grep -q -e 'type nat hook' -e '^-A .* -j \(DNAT\|SNAT\|MASQUERADE\|REDIRECT\|NETMAP\)'
}

# nft_match SRC SPORT DST DPORT: the flow in the words of nft.
nft_match() {
  match=''
  word=ip
  [ "$FAMILY" != ipv6 ] || word=ip6
  [ -z "$1" ] || match="$match $word saddr $1"
  [ -z "$3" ] || match="$match $word daddr $3"
  [ -n "$match" ] || [ -z "$FAMILY" ] || match=" meta nfproto $FAMILY"
  if [ -n "$2$4" ]; then
    [ -z "$2" ] || match="$match $PROTO sport $2"
    [ -z "$4" ] || match="$match $PROTO dport $4"
  elif [ -n "$PROTO" ]; then
    match="$match meta l4proto $PROTO"
  fi
  echo "$match"
}

nft_marks() {
  mark='limit rate 10/second burst 20 packets counter meta nftrace set 1'
  printf '    %s %s\n' "$(nft_match "$SRC" "$SPORT" "$DST" "$DPORT")" "$mark"
  printf '    %s %s\n' "$(nft_match "$DST" "$DPORT" "$SRC" "$SPORT")" "$mark"
}

nft_table() {
  printf 'table inet netopsy_%s {\n' "$ID"
  for hook in prerouting output; do
    printf '  chain %s {\n    type filter hook %s priority -350; policy accept;\n' "$hook" "$hook"
    nft_marks
    printf '  }\n'
  done
  if [ "$NAT" = yes ]; then
    # Answers of a connection whose addresses were rewritten are known by the connection, once conntrack has seen them.
    word=ip
    [ "$FAMILY" != ipv6 ] || word=ip6
    match='ct direction reply'
    [ -z "$SRC" ] || match="$match ct original $word saddr $SRC"
    [ -z "$DST" ] || match="$match ct original $word daddr $DST"
    [ -z "$PROTO" ] || match="$match meta l4proto $PROTO"
    [ -z "$DPORT" ] || match="$match ct original proto-dst $DPORT"
    printf '  chain answers {\n    type filter hook prerouting priority -199; policy accept;\n'
    printf '    %s limit rate 10/second burst 20 packets counter meta nftrace set 1\n  }\n' "$match"
  fi
  printf '}\n'
}

# rule_words SRC SPORT DST DPORT: a tracing rule of iptables, without its chain.
rule_words() {
  words=''
  [ -z "$PROTO" ] || words="-p $PROTO"
  [ -z "$1" ] || words="$words -s $1"
  [ -z "$3" ] || words="$words -d $3"
  [ -z "$2" ] || words="$words --sport $2"
  [ -z "$4" ] || words="$words --dport $4"
  echo "$words -m limit --limit 10/second --limit-burst 20 -m comment --comment netopsy-$ID -j TRACE"
}

# The rules for both directions. The table raw does not know connections: an answer whose addresses are rewritten keeps one
# end and the port of the service.
rules() {
  rule_words "$SRC" "$SPORT" "$DST" "$DPORT"
  rule_words "$DST" "$DPORT" "$SRC" "$SPORT"
  [ "$NAT" = yes ] && [ -n "$DPORT" ] || return 0
  [ -z "$DST" ] || [ -z "$SRC" ] || rule_words "$DST" "$DPORT" '' "$SPORT"
  [ -z "$SRC" ] || [ -z "$DST" ] || rule_words '' "$DPORT" "$SRC" "$SPORT"
}

trace_with_nft() {
  has nft || return 1
  say "tracing with: nft, table inet netopsy_$ID"
  if [ "$DRY" = yes ]; then
    printf 'nft -f - <<END\n%s\nEND\nnft monitor trace\n' "$(nft_table)"
    return 0
  fi
  echo 'nft:inet' >>"$WORK/markers"
  nft monitor trace >"$WORK/nft-monitor.txt" 2>/dev/null &
  echo $! >>"$WORK/pids"
  sleep 1
  if ! nft_table >"$WORK/table" || ! nft -f "$WORK/table" 2>"$WORK/complaint"; then
    note "no tracing with nft: $(head -n 1 "$WORK/complaint")"
    return 1
  fi
  MARKED=nft
}

# trace_with_rules legacy|iptables-nft TOOL...: a TRACE rule at the top of the table raw, for each direction and way in.
trace_with_rules() {
  kind=$1
  shift
  [ $# -gt 0 ] || return 1
  # What nftables does to a marked packet, its own monitor tells.
  if ! change_background xtables-monitor --trace && [ "$kind" = iptables-nft ]; then return 1; fi
  for tool in "$@"; do
    say "tracing with: $tool, table raw, rules with the comment netopsy-$ID"
    [ "$DRY" = yes ] || echo "$tool" >>"$WORK/markers"
    for chain in PREROUTING OUTPUT; do
      while read -r rule; do
        # shellcheck disable=SC2086 # words of a rule
        change "$tool" -w -t raw -I "$chain" 1 $rule 2>>"$WORK_COMPLAINT" && continue
        note "no tracing with $tool: $(head -n 1 "$WORK_COMPLAINT")"
        return 1
      done <<END
$(rules)
END
    done
  done
  MARKED=$kind
}

change_background() {
  has "$1" || return 1
  if [ "$DRY" = yes ]; then
    printf '%s\n' "$*"
    return 0
  fi
  "$@" >"$WORK/xtables-monitor.txt" 2>/dev/null &
  echo $! >>"$WORK/pids"
  sleep 1
}

# The kernel's log has the lines of iptables-legacy, if it has been told to write them.
follow_kernel_log() {
  for family in 2 10; do
    logger=/proc/sys/net/netfilter/nf_log/$family
    [ -e "$logger" ] || continue
    name=nf_log_ipv4
    [ "$family" = 2 ] || name=nf_log_ipv6
    current=$(cat "$logger")
    [ "$current" != "$name" ] || continue
    if [ "$DRY" = yes ]; then
      printf 'echo %s >%s (it was %s, which is set again afterwards)\n' "$name" "$logger" "$current"
      continue
    fi
    has modprobe && { modprobe nf_log_syslog || modprobe "$name"; } 2>/dev/null
    echo "$current" >"$WORK/nf_log.$family"
    echo "$name" >"$logger" 2>/dev/null || note "nf_log for family $family stays $current"
  done
  if [ "$DRY" = yes ]; then
    echo 'cat /dev/kmsg'
    echo "echo netopsy-collect $ID begins >/dev/kmsg"
    return 0
  fi
  [ -r /dev/kmsg ] || return 0
  cat /dev/kmsg >"$WORK/kmsg" 2>/dev/null &
  echo $! >>"$WORK/pids"
  FOLLOWED=yes
  tell_kernel_log begins
}

tell_kernel_log() { { echo "netopsy-collect $ID $1" >/dev/kmsg; } 2>/dev/null; }

# The records of /dev/kmsg (`6,1203,5010030145,-;text`) as dmesg prints them. Of traces, only the lines of this one.
write_kernel_log() {
  if [ ! -s "$WORK/kmsg" ]; then
    [ -r /dev/kmsg ] && cat /dev/kmsg >"$WORK/kmsg" 2>/dev/null &
    follower=$!
    sleep 1
    kill "$follower" 2>/dev/null
  fi
  if [ -s "$WORK/kmsg" ]; then
    awk -v id="netopsy-collect $ID" '
      function shown(text) { return index(text, "TRACE: ") == 0 || inside }
      BEGIN { FS = ";"; inside = 0 }
      /^[0-9]+,[0-9]+,[0-9]+,/ {
        split($1, head, ",")
        if (head[2] in seen) next
        seen[head[2]] = 1
        text = substr($0, index($0, ";") + 1)
        if (index(text, id " begins")) inside = 1
        if (index(text, id " ends")) inside = 0
        if (shown(text)) printf "[%5d.%06d] %s\n", int(head[3] / 1000000), head[3] % 1000000, text
      }' "$WORK/kmsg" >"$HERE/kernel.log"
  else
    reading log kernel.log dmesg
  fi
}

# How many packets were marked so far.
marked() {
  case $MARKED in
    nft) nft list table inet "netopsy_$ID" 2>/dev/null | awk '{ for (i = 1; i < NF; i++) if ($i == "packets" && $(i - 1) == "counter") sum += $(i + 1) } END { print sum + 0 }' ;;
    *)
      while read -r tool; do
        case $tool in nft:*) continue ;; esac
        "$tool" -w -t raw -L -n -v -x 2>/dev/null
      done <"$WORK/markers" | awk -v id="netopsy-$ID" 'index($0, id) { sum += $1 } END { print sum + 0 }'
      ;;
  esac
}

trace() {
  [ "$TRACE" = yes ] || return 0
  MARKED=''
  FOLLOWED=no
  NAT=no
  WORK_COMPLAINT=/dev/null
  [ "$DRY" = yes ] || WORK_COMPLAINT=$WORK/complaint
  ! nat_is_used || NAT=yes
  say "before: the rulesets and counters"
  INTO=$HERE/before
  [ "$DRY" = yes ] || mkdir "$INTO"
  read_counters
  INTO=$HERE
  legacy=''
  translated=''
  for tool in $(families); do
    legacy="$legacy $(legacy_tool "$tool")"
    translated="$translated $(nft_tool "$tool")"
  done
  if legacy_is_used || ! has nft; then follow_kernel_log; fi
  # One mark serves both backends; where only legacy tables are used, nothing of nft is loaded for it.
  # shellcheck disable=SC2086 # names of tools
  if legacy_is_used && ! nft_is_used && trace_with_rules legacy $legacy; then
    :
  elif trace_with_nft; then
    :
  elif trace_with_rules iptables-nft $translated || trace_with_rules legacy $legacy; then
    :
  else
    say 'nothing can be traced: see notes.txt in the archive'
    return 0
  fi
  if [ "$DRY" = yes ]; then
    printf 'sleep %s\n' "$WAIT"
    dry_undo
    return 0
  fi
  say "tracing $FLOW for $WAIT seconds or $MOST packets: let it happen now"
  waited=0
  while [ "$waited" -lt "$WAIT" ] && [ -d "$WORK" ]; do
    [ "$(marked)" -lt "$MOST" ] || break
    sleep 1
    waited=$((waited + 1))
  done
  # The numbers in the log count the tracing rules of the table raw: they are listed while they stand.
  [ "$FOLLOWED" = no ] || tell_kernel_log ends
  if [ "$MARKED" = nft ]; then
    nft -a list table inet "netopsy_$ID" >"$HERE/nft-tracing-table.txt" 2>/dev/null
  else
    read_iptables iptables ipv4 /proc/net/ip_tables_names
    read_iptables ip6tables ipv6 /proc/net/ip6_tables_names
    RULES_READ=yes
  fi
  undo_marks
  say 'the tracing is taken away'
}

dry_undo() {
  case $MARKED in
    nft | '') printf 'nft delete table inet netopsy_%s\n' "$ID" ;;
    *) printf '%s -t raw -D ... (the rules above)\n' "$legacy$translated" ;;
  esac
}

# Rules first; the monitors a moment later, when they have printed what was on its way.
undo_marks() {
  mv "$WORK/pids" "$WORK/pids.kept"
  : >"$WORK/pids"
  undo
  sleep 1
  cat "$WORK/pids.kept" >>"$WORK/pids"
  undo
  for file in nft-monitor.txt xtables-monitor.txt; do
    [ ! -s "$WORK/$file" ] || mv "$WORK/$file" "$HERE/$file"
  done
}

nft_is_used() { has nft && nft list tables 2>/dev/null | grep -q .; }

# ---- what is done

HERE=/dev/null
INTO=/dev/null
RULES_READ=no

if [ "$DRY" = yes ]; then
  say 'with --dry-run, commands are printed and nothing is changed'
else
  say 'reads rules, routes, interfaces, settings, connections and the kernel log; writes '"$OUTPUT"
  [ "$TRACE" = no ] || say "traces some packets of $FLOW, in both directions, and takes the tracing away again"
  begin
  INTO=$HERE
fi

trace
if [ "$DRY" = yes ]; then
  read_counters
  wanted log && echo 'cat /dev/kmsg'
else
  uname -n >"$HERE/hostname"
  note "$(uname -a)"
  note "$(date -u '+%Y-%m-%dT%H:%M:%SZ')"
  [ ! -r /etc/os-release ] || note "$(grep '^PRETTY_NAME=' /etc/os-release)"
  if [ "$RULES_READ" = yes ]; then
    kept=$WORK/kept
    mkdir "$kept"
    for file in "$HERE"/ip*-save-c.txt; do [ ! -e "$file" ] || mv "$file" "$kept"; done
  fi
  read_counters
  if [ "$RULES_READ" = yes ]; then
    for file in "$kept"/*; do [ ! -e "$file" ] || mv -f "$file" "$HERE"; done
  fi
  if wanted log || [ "$TRACE" = yes ]; then write_kernel_log; fi
fi
read_state
read_namespaces
[ "$DRY" = no ] || exit 0

if ! (cd "$WORK" && tar cf "$NAME.tar" "$NAME" && gzip "$NAME.tar") ||
  ! cat "$WORK/$NAME.tar.gz" >"$OUTPUT.part" || ! mv -f "$OUTPUT.part" "$OUTPUT"; then
  undo
  rm -rf "$WORK"
  rm -f "$OUTPUT.part"
  say "$OUTPUT can't be written"
  exit 1
fi
trap '' HUP INT QUIT TERM PIPE
undo
rm -rf "$WORK"
[ -z "$WATCHDOG" ] || kill -9 "$WATCHDOG" 2>/dev/null
printf '%s\n' "$OUTPUT"
