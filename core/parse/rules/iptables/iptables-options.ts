/**
 * The options of the matches of iptables-extensions(8) and how many values each takes: one, or the number behind the
 * colon. */
const optionTexts: Readonly<Record<string, string>> = {
  addrtype: '--src-type --dst-type --limit-iface-in:0 --limit-iface-out:0',
  ah: '--ahspi --ahlen --ahres:0',
  bpf: '--bytecode --object-pinned',
  cgroup: '--cgroup --path',
  cluster: '--cluster-total-nodes --cluster-local-node --cluster-local-nodemask --cluster-hash-seed',
  comment: '--comment',
  connbytes: '--connbytes --connbytes-dir --connbytes-mode',
  connlabel: '--label --set:0',
  connlimit: '--connlimit-upto --connlimit-above --connlimit-mask --connlimit-saddr:0 --connlimit-daddr:0',
  connmark: '--mark',
  conntrack:
    '--ctstate --ctproto --ctorigsrc --ctorigdst --ctreplsrc --ctrepldst --ctorigsrcport --ctorigdstport --ctreplsrcport --ctrepldstport --ctstatus --ctexpire --ctdir',
  cpu: '--cpu',
  dccp: '--sport --dport --dccp-types --dccp-option',
  devgroup: '--src-group --dst-group',
  dscp: '--dscp --dscp-class',
  dst: '--dst-len --dst-opts',
  ecn: '--ecn-tcp-cwr:0 --ecn-tcp-ece:0 --ecn-ip-ect',
  esp: '--espspi',
  eui64: '',
  frag: '--fragid --fraglen --fragres:0 --fragfirst:0 --fragmore:0 --fraglast:0',
  hashlimit:
    '--hashlimit-upto --hashlimit-above --hashlimit --hashlimit-burst --hashlimit-mode --hashlimit-name --hashlimit-htable-size --hashlimit-htable-max --hashlimit-htable-expire --hashlimit-htable-gcinterval --hashlimit-srcmask --hashlimit-dstmask --hashlimit-rate-match:0 --hashlimit-rate-interval',
  hbh: '--hbh-len --hbh-opts',
  helper: '--helper',
  hl: '--hl-eq --hl-lt --hl-gt',
  icmp: '--icmp-type',
  icmp6: '--icmpv6-type',
  iprange: '--src-range --dst-range',
  ipv6header: '--header --soft:0',
  ipvs: '--ipvs:0 --vproto --vaddr --vport --vdir --vmethod --vportctl',
  length: '--length',
  limit: '--limit --limit-burst',
  mac: '--mac-source',
  mark: '--mark',
  mh: '--mh-type',
  multiport: '--sports --dports --ports',
  nfacct: '--nfacct-name',
  osf: '--genre --ttl --log',
  owner: '--uid-owner --gid-owner --socket-exists:0 --suppl-groups:0',
  physdev: '--physdev-in --physdev-out --physdev-is-in:0 --physdev-is-out:0 --physdev-is-bridged:0',
  pkttype: '--pkt-type',
  policy: '--dir --pol --strict:0 --reqid --spi --proto --mode --tunnel-src --tunnel-dst --next:0',
  quota: '--quota',
  rateest:
    '--rateest --rateest1 --rateest2 --rateest-delta:0 --rateest-bps --rateest-bps1 --rateest-bps2 --rateest-pps --rateest-pps1 --rateest-pps2 --rateest-lt:0 --rateest-gt:0 --rateest-eq:0',
  realm: '--realm',
  recent:
    '--name --set:0 --rsource:0 --rdest:0 --mask --rcheck:0 --update:0 --remove:0 --seconds --reap:0 --hitcount --rttl:0',
  rpfilter: '--loose:0 --validmark:0 --accept-local:0 --invert:0',
  rt: '--rt-type --rt-segsleft --rt-len --rt-0-res:0 --rt-0-addrs --rt-0-not-strict:0',
  sctp: '--sport --dport --chunk-types:2',
  set: '--match-set:2 --return-nomatch:0 --update-counters:0 --update-subcounters:0 --packets-eq --packets-lt --packets-gt --bytes-eq --bytes-lt --bytes-gt',
  socket: '--transparent:0 --nowildcard:0 --restore-skmark:0',
  state: '--state',
  statistic: '--mode --probability --every --packet',
  string: '--algo --from --to --string --hex-string --icase:0',
  tcp: '--sport --dport --tcp-flags:2 --syn:0 --tcp-option',
  tcpmss: '--mss',
  time: '--datestart --datestop --timestart --timestop --monthdays --weekdays --contiguous:0 --kerneltz:0 --utc:0 --localtz:0',
  tos: '--tos',
  ttl: '--ttl-eq --ttl-lt --ttl-gt',
  u32: '--u32',
  udp: '--sport --dport',
  udplite: '--sport --dport',
};

const arities: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries(optionTexts).map(([match, options]) => [
    match,
    new Map(
      options
        .split(' ')
        .filter((option) => option !== '')
        .map((option) => {
          const [name = '', values = '1'] = option.split(':');
          return [name, Number(values)] as const;
        }),
    ),
  ]),
);

/** The options of a match with how many values each takes; undefined for a match that is not known. */
export function optionsOfMatch(match: string): ReadonlyMap<string, number> | undefined {
  return arities.get(match);
}

/** How many values an option of a match takes; null where the match does not have it or is not known. */
export function valuesOfOption(match: string, option: string): number | null {
  return arities.get(match)?.get(option) ?? null;
}

/** Options of the packet header, under every spelling, with the spelling of iptables-save. They take one value but -f. */
export const headerOptions: ReadonlyMap<string, string> = new Map([
  ['-p', '-p'],
  ['--protocol', '-p'],
  ['--proto', '-p'],
  ['-s', '-s'],
  ['--source', '-s'],
  ['--src', '-s'],
  ['-d', '-d'],
  ['--destination', '-d'],
  ['--dst', '-d'],
  ['-i', '-i'],
  ['--in-interface', '-i'],
  ['-o', '-o'],
  ['--out-interface', '-o'],
  ['-f', '-f'],
  ['--fragment', '-f'],
  ['--fragments', '-f'],
]);

/** Other spellings of match options that iptables accepts, with the one that iptables-save prints. */
export const optionSpellings: ReadonlyMap<string, string> = new Map([
  ['--source-port', '--sport'],
  ['--destination-port', '--dport'],
  ['--source-ports', '--sports'],
  ['--destination-ports', '--dports'],
  ['--weekday', '--weekdays'],
]);

/** The match that `-p NAME` loads by itself, where it has options: `-p tcp --dport 80` needs no `-m tcp`. */
export const matchOfProtocol: ReadonlyMap<string, string> = new Map([
  ['tcp', 'tcp'],
  ['6', 'tcp'],
  ['udp', 'udp'],
  ['17', 'udp'],
  ['udplite', 'udplite'],
  ['sctp', 'sctp'],
  ['132', 'sctp'],
  ['dccp', 'dccp'],
  ['icmp', 'icmp'],
  ['1', 'icmp'],
  ['icmpv6', 'icmp6'],
  ['ipv6-icmp', 'icmp6'],
  ['58', 'icmp6'],
  ['esp', 'esp'],
  ['ah', 'ah'],
]);

/** Matches under another name than iptables-save's. */
export const matchSpellings: ReadonlyMap<string, string> = new Map([
  ['icmpv6', 'icmp6'],
  ['ipv6-icmp', 'icmp6'],
  ['mport', 'multiport'],
  ['TTL', 'ttl'],
]);
