/** The words of a field, and where the rule goes on after them. */
export interface FieldWords {
  readonly words: string;
  readonly next: number;
}

/**
 * The field that begins at a word: `ip saddr`, `meta mark`, `ct original ip daddr`, `fib saddr . iif oif`. Meta keys
 * come out as nft prints them: `iifname` also for `meta iifname`, `meta mark` also for `mark`. Null for what is none.
 */
export function readFieldWords(all: readonly string[], start: number): FieldWords | null {
  const [first = '', second = '', third = '', fourth = ''] = all.slice(start, start + 4);
  if (first.startsWith('@') && first.includes(',')) return { words: first, next: start + 1 };
  if (first === 'meta') return metaKeys.has(second) ? { words: metaName(second), next: start + 2 } : null;
  if (plainMetaKeys.has(first)) return { words: metaName(first), next: start + 1 };
  if (first === 'ct') return ctField(second, third, fourth, start);
  if (first === 'fib') return fibField(all, start);
  if (first === 'numgen' || first === 'jhash' || first === 'symhash') return generator(all, start);
  if (first === 'rt') {
    const long = second === 'ip' || second === 'ip6';
    return { words: `rt ${long ? `${second} ${third}` : second}`, next: start + (long ? 3 : 2) };
  }
  if (first === 'tcp' && second === 'option')
    return partOf(all, start, ['kind', 'length', 'size', 'count', 'left', 'right', 'tsval', 'tsecr']);
  if (first === 'socket') {
    const level = second === 'cgroupv2' ? 4 : 2;
    return { words: all.slice(start, start + level).join(' '), next: start + level };
  }
  if (first === 'osf' || first === 'exthdr') return { words: `${first} ${second}`, next: start + 2 };
  if (first === 'ipsec') {
    const long = third === 'ip' || third === 'ip6';
    return { words: `ipsec ${second} ${third}${long ? ` ${fourth}` : ''}`, next: start + (long ? 4 : 3) };
  }
  if (first === 'ip' && second === 'option')
    return partOf(all, start, ['type', 'length', 'value', 'ptr', 'addr']);
  if (first === 'sctp' && second === 'chunk')
    return partOf(all, start, ['type', 'flags', 'length', 'stream', 'init-tag', 'tsn', 'ssn', 'ppid']);
  if (first === 'arp' && (second === 'saddr' || second === 'daddr'))
    return { words: `arp ${second} ${third}`, next: start + 3 };
  return headerFields.get(first)?.has(second) ? { words: `${first} ${second}`, next: start + 2 } : null;
}

const listOf = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** By the word of the header (nft(8), "PAYLOAD EXPRESSIONS"). */
const headerFields: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['ether', listOf('saddr daddr type')],
  ['vlan', listOf('id dei cfi pcp type')],
  ['arp', listOf('htype ptype hlen plen operation')],
  ['ip', listOf('version hdrlength dscp ecn length id frag-off ttl protocol checksum saddr daddr')],
  ['ip6', listOf('version dscp ecn flowlabel length nexthdr hoplimit saddr daddr')],
  ['icmp', listOf('type code checksum id sequence mtu gateway')],
  ['icmpv6', listOf('type code checksum parameter-problem packet-too-big id sequence max-delay taddr daddr')],
  ['igmp', listOf('type mrt checksum group')],
  ['tcp', listOf('sport dport sequence ackseq doff reserved flags window checksum urgptr')],
  ['udp', listOf('sport dport length checksum')],
  ['udplite', listOf('sport dport csumcov checksum')],
  ['sctp', listOf('sport dport vtag checksum')],
  ['dccp', listOf('sport dport type')],
  ['th', listOf('sport dport')],
  ['ah', listOf('nexthdr hdrlength reserved spi sequence')],
  ['esp', listOf('spi sequence')],
  ['comp', listOf('nexthdr flags cpi')],
  ['gre', listOf('version flags protocol')],
  ['geneve', listOf('vni type')],
  ['vxlan', listOf('vni flags')],
  ['hbh', listOf('nexthdr hdrlength')],
  ['frag', listOf('nexthdr frag-off more-fragments id')],
  ['rt0', listOf('addr')],
]);

/** Meta keys that nft prints without the word `meta`. */
const plainMetaKeys = listOf(
  'mark iif iifname iiftype iifgroup oif oifname oiftype oifgroup skuid skgid rtclassid ibrname obrname pkttype cpu cgroup',
);
const metaKeys = new Set([
  ...plainMetaKeys,
  ...listOf(
    'length protocol priority nfproto l4proto nftrace random secpath ipsec secmark iifkind oifkind ibrpvid ibrvproto sdif sdifname time day hour broute',
  ),
]);

const printedBare = listOf('iif iifname iifgroup oif oifname oifgroup');

function metaName(key: string): string {
  return printedBare.has(key) ? key : `meta ${key}`;
}

const ctKeys = listOf(
  'state direction status mark expiration helper label l3proto protocol bytes packets avgpkt zone id secmark event saddr daddr proto-src proto-dst',
);

function ctField(second: string, third: string, fourth: string, start: number): FieldWords | null {
  if (second !== 'original' && second !== 'reply')
    return ctKeys.has(second) ? { words: `ct ${second}`, next: start + 2 } : null;
  if (third === 'ip' || third === 'ip6') return { words: `ct ${second} ${third} ${fourth}`, next: start + 4 };
  return ctKeys.has(third) ? { words: `ct ${second} ${third}`, next: start + 3 } : null;
}

/** `fib saddr . iif oif`: selectors, then what is asked of the route. */
function fibField(all: readonly string[], start: number): FieldWords | null {
  let end = start + 2;
  while (all[end] === '.') end += 2;
  const result = all[end] ?? '';
  return ['oif', 'oifname', 'type', 'check'].includes(result)
    ? { words: [...all.slice(start, end), result].join(' '), next: end + 1 }
    : null;
}

/** `numgen inc mod 2 offset 1`, `jhash ip saddr . ip daddr mod 4 seed 0xdead`. */
function generator(all: readonly string[], start: number): FieldWords | null {
  const mod = all.indexOf('mod', start);
  if (mod < 0) return null;
  let end = mod + 2;
  while (all[end] === 'seed' || all[end] === 'offset') end += 2;
  return end > all.length ? null : { words: all.slice(start, end).join(' '), next: end };
}

/** `tcp option maxseg size`, `sctp chunk data flags`, `ip option rr` (followed by `exists`). */
function partOf(all: readonly string[], start: number, parts: readonly string[]): FieldWords {
  const next = start + (parts.includes(all[start + 3] ?? '') ? 4 : 3);
  return { words: all.slice(start, next).join(' '), next };
}
