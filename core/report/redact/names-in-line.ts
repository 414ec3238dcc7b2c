/**
 * Host names by where they stand:
 *
 *   Nov 21 06:36:49 fw1 sshd[1]: ...         a line of syslog, in either style of stamp
 *   "_HOSTNAME":"fw1"                        journalctl -o json
 *   root@fw1:~# ip rule                      a prompt, but not `3: vlan100@eth0: <BROADCAST,...`
 *   kernel.hostname = fw1                    sysctl -a
 *   Linux fw1 5.10.0 #1 SMP                  uname -a
 */
export function hostsNamedIn(line: string): readonly string[] {
  const found = anchored.flatMap((pattern) => pattern.exec(line)?.[1] ?? []);
  if (line.includes('"_HOSTNAME"'))
    for (const [, name = ''] of line.matchAll(/"_HOSTNAME"\s?:\s?"([^"]{1,255})"/g)) found.push(name);
  if (line.includes('@') && !/^\s{0,8}\d{1,9}: /.test(line))
    for (const [, name = ''] of line.matchAll(PROMPT)) if (!/^(?:if\d+|none)$/i.test(name)) found.push(name);
  return found;
}

const PROMPT = /(?:^|[\s[])[a-z_][\w-]{0,31}@([A-Za-z][\w.-]{0,252})(?=[:\s~\]])/g;

const anchored = [
  /^(?:<\d{1,3}>\d?\s?)?[A-Z][a-z]{2} [ \d]\d(?: \d{4})? \d\d:\d\d:\d\d(?:\.\d{1,9})? ([A-Za-z][\w.-]{0,252}) [\w./()-]{1,64}(?:\[\d{1,9}\])?:/,
  /^(?:<\d{1,3}>\d?\s?)?\d{4}-\d\d-\d\d[T ]\d[^ ]{1,40} ([A-Za-z][\w.-]{0,252}) [\w./()-]{1,64}(?:\[\d{1,9}\])?[: ]/,
  /^kernel\.(?:hostname|domainname) = ([A-Za-z][\w.-]{0,252})$/,
  /^Linux ([A-Za-z][\w.-]{0,252}) \d{1,3}\.\d/,
];

/** Names with a domain, `db01.customer.example`, and e-mail addresses, in any script. */
export function dottedNamesIn(line: string): readonly string[] {
  if (!line.includes('.')) return [];
  const isSetting = /^\s{0,8}(?:net|kernel|vm|fs|dev|user|abi|debug|crypto|sunrpc)[./][^\s=]{1,300}\s?=/.test(
    line,
  );
  const found: string[] = [];
  for (const [word] of line.matchAll(/[\p{L}\p{N}_.@-]+/gu)) {
    const name = word.replace(/^[.@-]{1,20}/, '').replace(/[.@-]{1,20}$/, '');
    const at = name.lastIndexOf('@');
    if (!isDotted(name.slice(at + 1)) || (isSetting && at < 0)) continue;
    found.push(at === 0 ? name.slice(1) : name);
    if (at > 0) found.push(name.slice(at + 1));
  }
  return found;
}

/** Whether the labels can be those of a name in the DNS, and not of a file, a setting or a key. */
function isDotted(name: string): boolean {
  const labels = name.toLowerCase().split('.');
  const last = labels.at(-1) ?? '';
  if (labels.length < 2 || labels.length > 40 || name.length > 253) return false;
  if (!labels.every((label) => label.length < 64 && /^[\p{L}\p{N}-]+$/u.test(label) && !/^-|-$/.test(label)))
    return false;
  if (!/^(?:\p{L}{2,63}|xn--[a-z0-9-]{1,59})$/u.test(last)) return false;
  if (commonDomains.has(last)) return true;
  if (fileEndings.has(last)) return countries.has(last) && labels.length > 2;
  return !(firstOfKeys.has(labels[0] ?? '') && labels.length < 4);
}

/** Nothing but names ends in these. */
const commonDomains = words(
  'com net org edu gov mil int arpa io dev app cloud biz info eu de at ch uk fr nl be dk se no fi es it pt cz us ca br in cn jp au ru kr tr mx ie lan intern corp home localdomain example invalid',
);

/** What files, units of systemd and parts of sources end in. */
const fileEndings = words(
  'log txt out err pcap pcapng cap dmp trace gz xz zst bz2 lzma lz4 zip tar tgz txz tbz rar json ndjson jsonl xml html htm csv md rst yaml yml ini conf cfg config rules rule nft ipset save dump bak old orig new tmp sh bash py pl pm rb js ts go rs php c h cc cpp o a ko so dll exe bin img iso deb rpm apk pid sock lock service socket timer target mount automount slice scope path device swap network netdev link journal core pub key pem crt cer csr db sqlite dat data diff patch map png jpg jpeg gif svg pdf doc docx xls xlsx',
);

/** Endings that are countries, too. */
const countries = words('sh py pl pm rs md so zip mo cc');

/** `net.ipv4.ip_forward`, `oob.prefix`: settings, and keys of ulogd. */
const firstOfKeys = words(
  'net kernel vm fs dev oob ip ip6 tcp udp sctp icmp icmpv6 raw arp mac ct orig reply flow',
);

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
