/** What a target prints in a listing, and the options that iptables-save would print for it. */
export interface TargetWords {
  /** Anchored at the beginning of what is left of the line; ends at a word's end. */
  readonly pattern: RegExp;
  options(match: RegExpExecArray): readonly string[];
}

const words = (pattern: string, ...options: readonly string[]): TargetWords => ({
  pattern: new RegExp(`^(?:${pattern})(?=\\s|$)`),
  options: (match) =>
    options.map((option) => option.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '')),
});

const random = [words('random-fully', '--random-fully'), words('random', '--random')];
const mapping = [...random, words('persistent', '--persistent')];
const hexMark = '(0x[0-9a-f]+(?:/0x[0-9a-f]+)?)';

/** By target, from the print functions of iptables extensions/lib{xt,ipt,ip6t}_NAME.c. */
export const targetWords: ReadonlyMap<string, readonly TargetWords[]> = new Map([
  ['DNAT', [words('to:(\\S+)', '--to-destination', '$1'), ...mapping]],
  ['SNAT', [words('to:(\\S+)', '--to-source', '$1'), ...mapping]],
  ['NETMAP', [words('(?:to:)?([0-9a-f:.]+(?:/\\S+)?)', '--to', '$1')]],
  ['REDIRECT', [words('redir ports (\\S+)', '--to-ports', '$1'), ...random]],
  ['MASQUERADE', [words('masq ports:? ?(\\S+)', '--to-ports', '$1'), ...random]],
  ['REJECT', [words('reject-with (\\S+)', '--reject-with', '$1')]],
  [
    'LOG',
    [
      {
        pattern: /^LOG(?: flags (\d+))? level (\w+)(?: prefix "((?:[^"\\]|\\.)*)")?(?=\s|$)/,
        options: ([, flags = '0', level = '4', prefix]) => [
          ...(prefix === undefined ? [] : ['--log-prefix', prefix]),
          ...(level === '4' || level === 'warning' ? [] : ['--log-level', level]),
          ...logFlags.filter(([bit]) => (Number(flags) & bit) !== 0).map(([, option]) => option),
        ],
      },
    ],
  ],
  [
    'NFLOG',
    [
      words('nflog-prefix\\s+"?([^"]*?)"?', '--nflog-prefix', '$1'),
      words('nflog-group (\\d+)', '--nflog-group', '$1'),
      words('nflog-(?:range|size) (\\d+)', '--nflog-size', '$1'),
      words('nflog-threshold (\\d+)', '--nflog-threshold', '$1'),
    ],
  ],
  [
    'MARK',
    [
      words('MARK set (0x[0-9a-f]+)', '--set-xmark', '$1/0xffffffff'),
      words(`MARK (?:x|set-x)set ${hexMark}`, '--set-xmark', '$1'),
      words('MARK or (0x[0-9a-f]+)', '--set-xmark', '$1/$1'),
      {
        pattern: /^MARK and (0x[0-9a-f]+)(?=\s|$)/,
        options: ([, mask = '0']) => ['--set-xmark', `0x0/0x${(~Number(mask) >>> 0).toString(16)}`],
      },
      words('MARK xor (0x[0-9a-f]+)', '--set-xmark', '$1/0x0'),
    ],
  ],
  [
    'CONNMARK',
    [
      words('CONNMARK set (0x[0-9a-f]+)', '--set-xmark', '$1/0xffffffff'),
      words(`CONNMARK xset ${hexMark}`, '--set-xmark', '$1'),
      words('CONNMARK save ctmask (\\S+) nfmask (\\S+)', '--save-mark', '--nfmask', '$2', '--ctmask', '$1'),
      words(
        'CONNMARK restore ctmask (\\S+) nfmask (\\S+)',
        '--restore-mark',
        '--nfmask',
        '$2',
        '--ctmask',
        '$1',
      ),
      words('CONNMARK save mask (\\S+)', '--save-mark', '--nfmask', '$1', '--ctmask', '$1'),
      words('CONNMARK restore mask (\\S+)', '--restore-mark', '--nfmask', '$1', '--ctmask', '$1'),
      words('CONNMARK save', '--save-mark', '--nfmask', '0xffffffff', '--ctmask', '0xffffffff'),
      words('CONNMARK restore', '--restore-mark', '--nfmask', '0xffffffff', '--ctmask', '0xffffffff'),
      words('CONNMARK or (0x[0-9a-f]+)', '--set-xmark', '$1/$1'),
    ],
  ],
  [
    'NFQUEUE',
    [
      words('NFQUEUE num (\\d+)', '--queue-num', '$1'),
      words('NFQUEUE balance (\\d+:\\d+)', '--queue-balance', '$1'),
      words('bypass', '--queue-bypass'),
      words('cpu-fanout', '--queue-cpu-fanout'),
    ],
  ],
  [
    'TPROXY',
    [
      {
        pattern: /^TPROXY redirect (\S+):(\d+) mark (0x[0-9a-f]+\/0x[0-9a-f]+)(?=\s|$)/,
        options: ([, address = '', port = '', mark = '']) => [
          ...['--on-port', port, '--on-ip', address],
          ...['--tproxy-mark', mark],
        ],
      },
    ],
  ],
  [
    'CT',
    [
      words('CT notrack|NOTRACK', '--notrack'),
      words('CT helper (\\S+)', '--helper', '$1'),
      words('CT zone(?::| )(\\S+)', '--zone', '$1'),
    ],
  ],
  [
    'TCPMSS',
    [words('TCPMSS clamp to PMTU', '--clamp-mss-to-pmtu'), words('TCPMSS set (\\d+)', '--set-mss', '$1')],
  ],
  [
    'TTL',
    [
      words('TTL set to (\\d+)', '--ttl-set', '$1'),
      words('TTL decrement by (\\d+)', '--ttl-dec', '$1'),
      words('TTL increment by (\\d+)', '--ttl-inc', '$1'),
    ],
  ],
  [
    'HL',
    [
      words('HL set to (\\d+)', '--hl-set', '$1'),
      words('HL decrement by (\\d+)', '--hl-dec', '$1'),
      words('HL increment by (\\d+)', '--hl-inc', '$1'),
    ],
  ],
  ['DSCP', [words('DSCP set (0x[0-9a-f]+)', '--set-dscp', '$1')]],
  ['TOS', [words('TOS set (0x[0-9a-f]+(?:/0x[0-9a-f]+)?)', '--set-tos', '$1')]],
  ['CLASSIFY', [words('CLASSIFY set (\\S+)', '--set-class', '$1')]],
  [
    'SET',
    [
      words('(add|del|map)-set (\\S+) (\\S+)', '--$1-set', '$2', '$3'),
      words('timeout (\\d+)', '--timeout', '$1'),
      words('exist', '--exist'),
    ],
  ],
]);

/** XT_LOG_* of include/uapi/linux/netfilter/xt_LOG.h, as `LOG flags N` adds them up. */
const logFlags: readonly (readonly [number, string])[] = [
  [1, '--log-tcp-sequence'],
  [2, '--log-tcp-options'],
  [4, '--log-ip-options'],
  [8, '--log-uid'],
  [32, '--log-macdecode'],
];
