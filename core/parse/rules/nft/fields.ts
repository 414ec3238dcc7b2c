/** One part of what an expression looks at, in nft's own words, and where the words go on behind it. */
export interface FieldRead {
  readonly field: string;
  readonly next: number;
}

/**
 * The field that begins at a word: `ip saddr`, `meta mark`, `ct original ip daddr`, `fib saddr . iif oif`. Meta keys
 * come out as nft prints them: `iifname` also for `meta iifname`, `meta mark` also for `mark`. Null for what is none.
 */
export function readField(words: readonly string[], start: number): FieldRead | null {
  const [first = '', second = '', third = '', fourth = ''] = words.slice(start, start + 4);
  if (first.startsWith('@') && first.includes(',')) return { field: first, next: start + 1 };
  if (first === 'meta') return metaKeys.has(second) ? { field: metaName(second), next: start + 2 } : null;
  if (plainMetaKeys.has(first)) return { field: metaName(first), next: start + 1 };
  if (first === 'ct') return ctField(second, third, fourth, start);
  if (first === 'fib') return fibField(words, start);
  if (first === 'numgen' || first === 'jhash' || first === 'symhash') return generator(words, start);
  if (first === 'rt') {
    const long = second === 'ip' || second === 'ip6';
    return { field: `rt ${long ? `${second} ${third}` : second}`, next: start + (long ? 3 : 2) };
  }
  if (first === 'tcp' && second === 'option') return optionField(words, start);
  if (first === 'socket') {
    const level = second === 'cgroupv2' ? 4 : 2;
    return { field: words.slice(start, start + level).join(' '), next: start + level };
  }
  if (first === 'osf' || first === 'exthdr') return { field: `${first} ${second}`, next: start + 2 };
  if (first === 'ipsec') return { field: `ipsec ${second} ${third}`, next: start + 3 };
  if (first === 'arp' && (third === 'ip' || third === 'ether')) return null;
  if (first === 'arp' && (second === 'saddr' || second === 'daddr'))
    return { field: `arp ${second} ${third}`, next: start + 3 };
  return headerFields.get(first)?.has(second) ? { field: `${first} ${second}`, next: start + 2 } : null;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** By the word of the header (nft(8), "PAYLOAD EXPRESSIONS"). */
const headerFields: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['ether', words('saddr daddr type')],
  ['vlan', words('id dei cfi pcp type')],
  ['arp', words('htype ptype hlen plen operation')],
  ['ip', words('version hdrlength dscp ecn length id frag-off ttl protocol checksum saddr daddr')],
  ['ip6', words('version dscp ecn flowlabel length nexthdr hoplimit saddr daddr')],
  ['icmp', words('type code checksum id sequence mtu gateway')],
  ['icmpv6', words('type code checksum parameter-problem packet-too-big id sequence max-delay taddr daddr')],
  ['igmp', words('type mrt checksum group')],
  ['tcp', words('sport dport sequence ackseq doff reserved flags window checksum urgptr')],
  ['udp', words('sport dport length checksum')],
  ['udplite', words('sport dport csumcov checksum')],
  ['sctp', words('sport dport vtag checksum')],
  ['dccp', words('sport dport type')],
  ['th', words('sport dport')],
  ['ah', words('nexthdr hdrlength reserved spi sequence')],
  ['esp', words('spi sequence')],
  ['comp', words('nexthdr flags cpi')],
  ['gre', words('version flags protocol')],
  ['geneve', words('vni type')],
  ['vxlan', words('vni flags')],
  ['hbh', words('nexthdr hdrlength')],
  ['frag', words('nexthdr frag-off more-fragments id')],
  ['rt0', words('addr')],
]);

/** Meta keys that nft prints without the word `meta`. */
const plainMetaKeys = words(
  'mark iif iifname iiftype iifgroup oif oifname oiftype oifgroup skuid skgid rtclassid ibrname obrname pkttype cpu cgroup',
);
const metaKeys = new Set([
  ...plainMetaKeys,
  ...words(
    'length protocol priority nfproto l4proto nftrace random secpath secmark iifkind oifkind ibrpvid ibrvproto sdif sdifname time day hour broute',
  ),
]);

const printedBare = words('iif iifname iifgroup oif oifname oifgroup');

function metaName(key: string): string {
  return printedBare.has(key) ? key : `meta ${key}`;
}

const ctKeys = words(
  'state direction status mark expiration helper label l3proto protocol bytes packets avgpkt zone id secmark event saddr daddr proto-src proto-dst',
);

function ctField(second: string, third: string, fourth: string, start: number): FieldRead | null {
  if (second !== 'original' && second !== 'reply')
    return ctKeys.has(second) ? { field: `ct ${second}`, next: start + 2 } : null;
  if (third === 'ip' || third === 'ip6') return { field: `ct ${second} ${third} ${fourth}`, next: start + 4 };
  return ctKeys.has(third) ? { field: `ct ${second} ${third}`, next: start + 3 } : null;
}

/** `fib saddr . iif oif`: selectors, then what is asked of the route. */
function fibField(all: readonly string[], start: number): FieldRead | null {
  let end = start + 2;
  while (all[end] === '.') end += 2;
  const result = all[end] ?? '';
  return ['oif', 'oifname', 'type', 'check'].includes(result)
    ? { field: [...all.slice(start, end), result].join(' '), next: end + 1 }
    : null;
}

/** `numgen inc mod 2 offset 1`, `jhash ip saddr . ip daddr mod 4 seed 0xdead`. */
function generator(all: readonly string[], start: number): FieldRead | null {
  const mod = all.indexOf('mod', start);
  if (mod < 0) return null;
  let end = mod + 2;
  while (all[end] === 'seed' || all[end] === 'offset') end += 2;
  return end > all.length ? null : { field: all.slice(start, end).join(' '), next: end };
}

/** `tcp option maxseg size`, `tcp option sack0 left`, `tcp option sack-perm` (followed by `exists`). */
function optionField(all: readonly string[], start: number): FieldRead {
  const last = all[start + 3] ?? '';
  const hasPart = ['kind', 'length', 'size', 'count', 'left', 'right', 'tsval', 'tsecr'].includes(last);
  const next = start + (hasPart ? 4 : 3);
  return { field: all.slice(start, next).join(' '), next };
}
