import type { Because } from '../../../model/rule-field.ts';
import { undecidable } from '../../compare.ts';
import type { IptablesMatch, ListedMatch, ListedOption } from '../match.ts';
import { listed, not, optionWords, printed } from '../match.ts';

/** The matches whose answer no bundle tells, with why, and with their options. */
export const undecidableMatches: readonly IptablesMatch[] = [
  match('bpf', 'payload', '--bytecode --object-pinned', [printed('bpf', `match bpf [\\d, ]+`)]), // prettier-ignore
  match('cgroup', 'process', '--cgroup --path', [printed('cgroup', `cgroup (?:! )?\\S+`)]), // prettier-ignore
  match('cluster', 'connection-hash', '--cluster-total-nodes --cluster-local-node --cluster-local-nodemask --cluster-hash-seed', [printed('cluster', `cluster !?node_mask=\\w+ total_nodes=\\d+ hash_seed=\\w+`)]), // prettier-ignore
  match('connbytes', 'transferred', '--connbytes --connbytes-dir --connbytes-mode', [printed('connbytes', `(?:! )?connbytes [\\d:]+ connbytes mode \\w+ connbytes direction \\w+`)]), // prettier-ignore
  match('connlabel', 'labels', '--label --set:0', [printed('connlabel', `connlabel (?:! )?\\S+(?: set)?`)]), // prettier-ignore
  match('connlimit', 'connection-count', '--connlimit-upto --connlimit-above --connlimit-mask --connlimit-saddr:0 --connlimit-daddr:0', [printed('connlimit', `#conn (?:src|dst)/\\S+ (?:<=|>) \\d+`)]), // prettier-ignore
  match('cpu', 'cpu', '--cpu', [printed('cpu', `cpu (?:! )?\\d+`)]), // prettier-ignore
  match('devgroup', 'interface-group', '--src-group --dst-group'),
  match('dst', 'header-part', '--dst-len --dst-opts', [printed('dst', 'dst(?: length:\\S+)?(?: opts \\S+)?')]), // prettier-ignore
  match('eui64', 'header-part', '', [printed('eui64', `eui64`)]), // prettier-ignore
  match('frag', 'header-part', '--fragid --fraglen --fragres:0 --fragfirst:0 --fragmore:0 --fraglast:0', [printed('frag', 'frag(?: +(?:ids?:\\S+|length:\\S+|reserved|first|last|more))*')]), // prettier-ignore
  match('geoip', 'not-modelled', '--source-country --destination-country', [], { '--src-cc': '--source-country', '--dst-cc': '--destination-country' }), // prettier-ignore
  match('hashlimit', 'rate', '--hashlimit-upto --hashlimit-above --hashlimit --hashlimit-burst --hashlimit-mode --hashlimit-name --hashlimit-htable-size --hashlimit-htable-max --hashlimit-htable-expire --hashlimit-htable-gcinterval --hashlimit-srcmask --hashlimit-dstmask --hashlimit-rate-match:0 --hashlimit-rate-interval', [printed('hashlimit', `limit: (?:up to|above) \\S+(?: burst \\d+\\w*)?(?: mode \\S+)?(?: htable-\\w+ \\d+)*(?: srcmask \\d+)?(?: dstmask \\d+)?(?: rate-match)?(?: rate-interval \\d+)?`), printed('hashlimit', `limit: avg \\S+ burst \\d+ mode \\S+(?: htable-\\w+ \\d+)*`)]), // prettier-ignore
  match('hbh', 'header-part', '--hbh-len --hbh-opts', [printed('hbh', 'hbh(?: length:\\S+)?(?: opts \\S+)?')]), // prettier-ignore
  match('helper', 'helper', '--helper', [
    listed(`${not}helper match "?(?<name>[^\\s"]+)"?`, ({ name = '' }) => ['helper', '--helper', name]),
  ]),
  match('ipv6header', 'header-part', '--header --soft:0', [printed('ipv6header', 'ipv6header flags:\\S+(?: soft)?')]), // prettier-ignore
  match('ipvs', 'ipvs', '--ipvs:0 --vproto --vaddr --vport --vdir --vmethod --vportctl'),
  match('limit', 'rate', '--limit --limit-burst', [{ pattern: /^limit: avg (\S+) burst (\d+)(?! mode)(?=\s|$)/, options: ([, rate = '', burst = '']) => limit(rate, burst) }]), // prettier-ignore
  match('mh', 'header-part', '--mh-type', [printed('mh', 'mh(?: !?[\\d:]+)?')]), // prettier-ignore
  match('nfacct', 'rate', '--nfacct-name'),
  match('osf', 'payload', '--genre --ttl --log', [printed('osf', `(?:! )?OS fingerprint match \\S+`)]), // prettier-ignore
  match(
    'policy',
    'ipsec',
    '--dir --pol --strict:0 --reqid --spi --proto --mode --tunnel-src --tunnel-dst --next:0',
    [
      printed('policy', 'policy match dir \\w+ pol \\w+(?: strict)?(?: !?(?:reqid|spi|proto|mode|tunnel-dst|tunnel-src) \\S+| \\[\\d+\\])*'), // prettier-ignore
    ],
  ),
  match('quota', 'rate', '--quota', [printed('quota', `(?:! )?quota: \\d+ bytes`)]), // prettier-ignore
  match('rateest', 'rate', '--rateest --rateest1 --rateest2 --rateest-delta:0 --rateest-bps --rateest-bps1 --rateest-bps2 --rateest-pps --rateest-pps1 --rateest-pps2 --rateest-lt:0 --rateest-gt:0 --rateest-eq:0'), // prettier-ignore
  match('realm', 'realm', '--realm', [printed('realm', `(?:! )?realm \\S+`)]), // prettier-ignore
  match('recent', 'rate', '--name --set:0 --rsource:0 --rdest:0 --mask --rcheck:0 --update:0 --remove:0 --seconds --reap:0 --hitcount --rttl:0', [printed('recent', `(?:! )?recent: (?:SET|CHECK|UPDATE|REMOVE)(?: seconds: \\d+)?(?: reap)?(?: hit_count: \\d+)?(?: TTL-Match)? name: \\S+(?: side: \\w+)?(?: mask: \\S+)?`)]), // prettier-ignore
  match(
    'rt',
    'header-part',
    '--rt-type --rt-segsleft --rt-len --rt-0-res:0 --rt-0-addrs --rt-0-not-strict:0',
    [printed('rt', 'rt(?: (?:type|segslefts?|length|0-addrs):?\\S*)*(?: reserved)?')],
  ),
  match('socket', 'sockets', '--transparent:0 --nowildcard:0 --restore-skmark:0', [
    printed('socket', 'socket(?: --(?:transparent|nowildcard|restore-skmark))+'),
    listed('socket', () => ['socket', '']),
  ]),
  match('string', 'payload', '--algo --from --to --string --hex-string --icase:0', [printed('string', `STRING match +(?:! ?)?"[^"]*" ALGO name \\S+(?: FROM \\d+)?(?: TO \\d+)?(?: ICASE)?`)]), // prettier-ignore
  match('srh', 'header-part', '--srh-next-hdr --srh-hdr-len-eq --srh-hdr-len-gt --srh-hdr-len-lt --srh-segs-left-eq --srh-segs-left-gt --srh-segs-left-lt --srh-last-entry-eq --srh-last-entry-gt --srh-last-entry-lt --srh-tag --srh-psid --srh-nsid --srh-lsid', [printed('srh', 'srh(?: (?:next-hdr|hdr-len-eq|hdr-len-gt|hdr-len-lt|segs-left-eq|segs-left-gt|segs-left-lt|last-entry-eq|last-entry-gt|last-entry-lt|tag):!?\\d+| (?:psid|nsid|lsid) +(?:! )?[\\w:/]+)*')]), // prettier-ignore
  match('tcpmss', 'header-part', '--mss', [
    listed(`tcpmss match ${not}(?<range>[\\d:]+)`, ({ range = '' }) => ['tcpmss', '--mss', range]),
  ]),
  match('time', 'time', '--datestart --datestop --timestart --timestop --monthdays --weekdays --contiguous:0 --kerneltz:0 --utc:0 --localtz:0', [printed('time', 'TIME(?: (?:from|to|on) \\S+)*(?: starting from \\S+ \\S+)?(?: until date \\S+ \\S+)?(?: UTC)?(?: contiguous)?')], { '--weekday': '--weekdays' }), // prettier-ignore
  match('u32', 'payload', '--u32', [printed('u32', `u32 (?:! )?"[^"]*"`)]), // prettier-ignore
];

/** ipcomp, esp and ah: by `-p` alone they ask nothing; in IPv6, `-m ah` without `-p ah` asks for the extension header. */
export const spiMatches: readonly IptablesMatch[] = [
  {
    ...match('ipcomp', 'header-part', '--ipcompspi --compres:0', [
      listed(`comp spis?:${not}(?<spi>[\\w:]+)`, ({ spi = '' }) => ['ipcomp', '--ipcompspi', spi]),
    ]),
    impliedBy: ['ipcomp'],
  },
  {
    ...match('ah', 'header-part', '--ahspi --ahlen --ahres:0', [
      listed(`ah spis?:${not}(?<spi>[\\w:]+)`, ({ spi = '' }) => ['ah', '--ahspi', spi]),
      {
        pattern: /^ah(?=\s|$)/,
        options: (_, protocol) =>
          isAh(protocol) ? [] : [{ match: 'ah', option: '', negated: false, values: [] }],
      },
    ]),
    impliedBy: ['ah'],
  },
  {
    ...match('esp', 'header-part', '--espspi', [
      listed(`spis?:${not}(?<spi>[\\w:]+)`, ({ spi = '' }, protocol) =>
        isAh(protocol) ? ['ah', '--ahspi', spi] : ['esp', '--espspi', spi],
      ),
    ]),
    impliedBy: ['esp'],
  },
];

function isAh(protocol: string): boolean {
  return protocol === 'ah' || protocol === '51';
}

function match(
  name: string,
  because: Because,
  options: string,
  printed: readonly ListedMatch[] = [],
  spellings: Readonly<Record<string, string>> = {},
): IptablesMatch {
  return {
    name,
    options,
    spellings,
    read: (given) => [undecidable(name, because, optionWords(name, given))],
    listed: printed,
  };
}

/** iptables-save leaves out the default burst. */
function limit(rate: string, burst: string): readonly ListedOption[] {
  const one = (option: string, value: string): ListedOption => ({
    match: 'limit',
    option,
    negated: false,
    values: [value],
  });
  return [one('--limit', rate), ...(burst === '5' ? [] : [one('--limit-burst', burst)])];
}
