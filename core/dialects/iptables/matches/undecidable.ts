import type { Because } from '../../../model/rule-field.ts';
import { undecidable } from '../../compare.ts';
import type { IptablesMatch, ListedMatch, ListedOption } from '../match.ts';
import { listed, not, optionWords } from '../match.ts';

/** The matches whose answer no bundle tells, with why, and with their options. */
export const undecidableMatches: readonly IptablesMatch[] = [
  match('bpf', 'payload', '--bytecode --object-pinned'),
  match('cgroup', 'process', '--cgroup --path'),
  match('cluster', 'connection-hash', '--cluster-total-nodes --cluster-local-node --cluster-local-nodemask --cluster-hash-seed'), // prettier-ignore
  match('connbytes', 'transferred', '--connbytes --connbytes-dir --connbytes-mode'),
  match('connlabel', 'labels', '--label --set:0'),
  match('connlimit', 'connection-count', '--connlimit-upto --connlimit-above --connlimit-mask --connlimit-saddr:0 --connlimit-daddr:0'), // prettier-ignore
  match('cpu', 'cpu', '--cpu'),
  match('devgroup', 'interface-group', '--src-group --dst-group'),
  match('dst', 'header-part', '--dst-len --dst-opts'),
  match('eui64', 'header-part', ''),
  match('frag', 'header-part', '--fragid --fraglen --fragres:0 --fragfirst:0 --fragmore:0 --fraglast:0'),
  match('geoip', 'not-modelled', '--source-country --destination-country', [], { '--src-cc': '--source-country', '--dst-cc': '--destination-country' }), // prettier-ignore
  match('hashlimit', 'rate', '--hashlimit-upto --hashlimit-above --hashlimit --hashlimit-burst --hashlimit-mode --hashlimit-name --hashlimit-htable-size --hashlimit-htable-max --hashlimit-htable-expire --hashlimit-htable-gcinterval --hashlimit-srcmask --hashlimit-dstmask --hashlimit-rate-match:0 --hashlimit-rate-interval'), // prettier-ignore
  match('hbh', 'header-part', '--hbh-len --hbh-opts'),
  match('helper', 'helper', '--helper', [
    listed(`${not}helper match "?(?<name>[^\\s"]+)"?`, ({ name = '' }) => ['helper', '--helper', name]),
  ]),
  match('ipv6header', 'header-part', '--header --soft:0'),
  match('ipvs', 'ipvs', '--ipvs:0 --vproto --vaddr --vport --vdir --vmethod --vportctl'),
  match('limit', 'rate', '--limit --limit-burst', [{ pattern: /^limit: avg (\S+) burst (\d+)(?! mode)(?=\s|$)/, options: ([, rate = '', burst = '']) => limit(rate, burst) }]), // prettier-ignore
  match('mh', 'header-part', '--mh-type'),
  match('nfacct', 'rate', '--nfacct-name'),
  match('osf', 'payload', '--genre --ttl --log'),
  match(
    'policy',
    'ipsec',
    '--dir --pol --strict:0 --reqid --spi --proto --mode --tunnel-src --tunnel-dst --next:0',
  ),
  match('quota', 'rate', '--quota'),
  match('rateest', 'rate', '--rateest --rateest1 --rateest2 --rateest-delta:0 --rateest-bps --rateest-bps1 --rateest-bps2 --rateest-pps --rateest-pps1 --rateest-pps2 --rateest-lt:0 --rateest-gt:0 --rateest-eq:0'), // prettier-ignore
  match('realm', 'realm', '--realm'),
  match('recent', 'rate', '--name --set:0 --rsource:0 --rdest:0 --mask --rcheck:0 --update:0 --remove:0 --seconds --reap:0 --hitcount --rttl:0'), // prettier-ignore
  match(
    'rt',
    'header-part',
    '--rt-type --rt-segsleft --rt-len --rt-0-res:0 --rt-0-addrs --rt-0-not-strict:0',
  ),
  match('socket', 'sockets', '--transparent:0 --nowildcard:0 --restore-skmark:0', [
    listed('socket --transparent', () => ['socket', '--transparent']),
    listed('socket', () => ['socket', '']),
  ]),
  match('string', 'payload', '--algo --from --to --string --hex-string --icase:0'),
  match('tcpmss', 'header-part', '--mss', [
    listed(`tcpmss match ${not}(?<range>[\\d:]+)`, ({ range = '' }) => ['tcpmss', '--mss', range]),
  ]),
  match('time', 'time', '--datestart --datestop --timestart --timestop --monthdays --weekdays --contiguous:0 --kerneltz:0 --utc:0 --localtz:0', [], { '--weekday': '--weekdays' }), // prettier-ignore
  match('u32', 'payload', '--u32'),
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
    ...match('esp', 'header-part', '--espspi', [
      listed(`spis?:${not}(?<spi>[\\w:]+)`, ({ spi = '' }, protocol) =>
        protocol === 'ah' || protocol === '51' ? ['ah', '--ahspi', spi] : ['esp', '--espspi', spi],
      ),
    ]),
    impliedBy: ['esp'],
  },
  { ...match('ah', 'header-part', '--ahspi --ahlen --ahres:0'), impliedBy: ['ah'] },
];

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
