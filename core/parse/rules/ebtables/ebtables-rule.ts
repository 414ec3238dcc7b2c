import type { Condition, Counter, Target } from '../../../model/ruleset.ts';

/** What a rule of ebtables says. */
export interface EbtablesRule {
  readonly conditions: readonly Condition[];
  /** Null for a rule that only counts. */
  readonly target: Target | null;
  /** From `-c PACKETS BYTES` inside the rule, as `--Lx` prints it. */
  readonly counter: Counter | null;
}

/**
 * The conditions and the target of a rule, from its tokens. `-i` and `-o` are ports of the bridge, which is what LOG lines
 * of the bridge family call IN= and OUT=. A `!` stands before the value, in some versions before the option. What
 * iptables has no equivalent for is `?` with the words; arptables' options are not translated.
 *
 *   -p IPv4 -i eth+ --ip-src 10.0.0.0/8 --ip-dst ! 10.1.0.0/16 --ip-proto tcp --ip-dport 22:25 -j ACCEPT
 *   -p IPv6 --log-level info --log-prefix "FWD x" --log-ip6 -j CONTINUE
 *   -p IPv4 -j mark --mark-set 0x10 --mark-target ACCEPT
 */
export function ebtablesRule(tokens: readonly string[], family: 'bridge' | 'arp'): EbtablesRule {
  const conditions: Condition[] = [];
  const log: string[] = [];
  const targetOptions: string[] = [];
  let name: string | null = null;
  let counter: Counter | null = null;
  let protocol = '';

  for (let position = 0; position < tokens.length;) {
    let negated = false;
    if (tokens[position] === '!') {
      negated = true;
      position++;
    }
    const option = tokens[position++] ?? '';
    if (tokens[position] === '!') {
      negated = true;
      position++;
    }
    if (option === '-c') {
      counter = { packets: Number(tokens[position]) || 0, bytes: Number(tokens[position + 1]) || 0 };
      position += 2;
      continue;
    }
    const hasValue = !withoutValue.has(option) && position < tokens.length;
    const value = hasValue ? (tokens[position++] ?? '') : '';
    if (option === '-j') name = value;
    else if (/^--(?:log|nflog|ulog)/.test(option)) log.push(...(hasValue ? [option, value] : [option]));
    else if (name !== null) targetOptions.push(...(hasValue ? [option, value] : [option]));
    else if (option === '--ip-proto' || option === '--ip6-proto') {
      protocol = value;
      conditions.push({ module: null, option: '-p', negated, values: [value] });
    } else {
      const words = [...(negated ? ['!'] : []), option, ...(hasValue ? [value] : [])];
      const known = family === 'bridge' ? translated(option, value, negated, protocol) : null;
      conditions.push(...(known ?? [{ module: null, option: '?', negated: false, values: words }]));
    }
  }
  return { conditions, target: targetOf(name, targetOptions, log), counter };
}

const withoutValue: ReadonlySet<string> = new Set([
  '--log', '--log-ip', '--log-ip6', '--log-arp', '--nflog', '--arp-gratuitous',
]); // prettier-ignore

function translated(
  option: string,
  value: string,
  negated: boolean,
  protocol: string,
): readonly Condition[] | null {
  const one = (module: string | null, name: string, values: readonly string[]): readonly Condition[] => [
    { module, option: name, negated, values },
  ];
  switch (option) {
    case '-p':
      return frameType(value, negated);
    case '-i':
    case '-o':
      return one(null, option, [value]);
    case '-s':
      return /^[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}$/i.test(value)
        ? one('mac', '--mac-source', [fullMac(value)])
        : null;
    case '--ip-src':
    case '--ip6-src':
      return one(null, '-s', [value]);
    case '--ip-dst':
    case '--ip6-dst':
      return one(null, '-d', [value]);
    case '--ip-sport':
    case '--ip6-sport':
      return protocol === '' ? null : one(protocol, '--sport', [value]);
    case '--ip-dport':
    case '--ip6-dport':
      return protocol === '' ? null : one(protocol, '--dport', [value]);
    case '--mark':
      return /^(?:0x[0-9a-f]+|\d+)(?:\/(?:0x[0-9a-f]+|\d+))?$/i.test(value)
        ? one('mark', '--mark', [value])
        : null;
    case '--limit':
    case '--limit-burst':
      return [{ module: 'limit', option: '?', negated: false, values: [option, value] }];
    default:
      return null;
  }
}

/**
 * The protocol of the frame. One that carries no IP is neither IPv4 nor IPv6, which is all that can be said of it here;
 * behind a VLAN's tag there may be either.
 */
function frameType(value: string, negated: boolean): readonly Condition[] | null {
  const name = value.toLowerCase();
  const family = ['ipv4', '0x0800', '0x800'].includes(name)
    ? '-4'
    : ['ipv6', '0x86dd'].includes(name)
      ? '-6'
      : null;
  if (family !== null) return [{ module: null, option: family, negated, values: [] }];
  if (negated || ['802_1q', '0x8100', '0x88a8', 'length'].includes(name)) return null;
  const words: Condition = { module: null, option: '?', negated: false, values: ['-p', value] };
  const not = (option: string): Condition => ({ module: null, option, negated: true, values: [] });
  return [not('-4'), not('-6'), words];
}

function fullMac(text: string): string {
  return text.split(':').map((byte) => byte.padStart(2, '0')).join(':'); // prettier-ignore
}

/**
 * The target in iptables' words. Extensions that rewrite the frame end with a verdict of their own (`--mark-target`,
 * `--dnat-target`, ACCEPT unless set). A rule that logs goes on, whatever its watchers are called.
 */
function targetOf(name: string | null, options: readonly string[], log: readonly string[]): Target | null {
  const isNflog = log.some((word) => word.startsWith('--nflog'));
  const logging = isNflog ? 'NFLOG' : log.length > 0 ? 'LOG' : null;
  const named = (target: string | null): Target | null =>
    target === null ? null : { kind: 'jump', name: target, options: [...options, ...log] };
  if (name === null || name === 'CONTINUE') return named(logging);
  const extension = rewriting.get(name);
  if (extension === undefined) return named(name);
  const at = options.findIndex((word) => word === `--${name}-target`);
  const verdict = at < 0 ? extension : (options[at + 1] ?? extension);
  if (verdict !== 'CONTINUE') return named(verdict);
  return named(name === 'mark' ? 'MARK' : logging);
}

/** Extensions and the verdict that they end with unless the rule says another (ebtables(8), "TARGET EXTENSIONS"). */
const rewriting: ReadonlyMap<string, string> = new Map([
  ['mark', 'ACCEPT'],
  ['dnat', 'ACCEPT'],
  ['snat', 'ACCEPT'],
  ['redirect', 'ACCEPT'],
  ['arpreply', 'DROP'],
]);
