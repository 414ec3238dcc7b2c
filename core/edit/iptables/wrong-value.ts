import type { Family } from '../../model/family.ts';
import type { TypedWord } from '../typed-line.ts';

/** What iptables says of a value that its option does not take, after its own name; and the word that is at fault. */
interface WrongValue {
  readonly says: string;
  readonly at: TypedWord;
}

/**
 * Whether the option at `index` has a value that iptables refuses before the kernel sees it (xtables_option_parse(),
 * the extensions' own parsers): `--mark zzz`, `--limit 5/fortnight`, `-i` twice.
 */
export function wrongValue(
  words: readonly TypedWord[],
  index: number,
  value: TypedWord | undefined,
  family: Family,
): WrongValue | null {
  const word = words[index] as TypedWord;
  const once = onceOnly[word.text];
  if (once !== undefined && words.slice(0, index).some(({ text }) => onceOnly[text] === once))
    return { says: `multiple ${once} flags not allowed`, at: word };
  const has = (option: string): boolean => words.some(({ text }) => text === option);
  const valueAfter = (option: string): string | undefined =>
    words[words.findIndex(({ text }) => text === option) + 1]?.text;
  if (value === undefined) return null;
  const wrong = (says: string): WrongValue => ({ says, at: value });
  switch (word.text) {
    case '-i':
    case '--in-interface':
    case '-o':
    case '--out-interface':
      return value.text.length > 15
        ? wrong(`interface name \`${value.text}' must be shorter than IFNAMSIZ (15)`)
        : null;
    case '--mark':
    case '--set-mark':
    case '--set-xmark': {
      const isNumber = value.text.split('/').every((part) => /^(?:0x[\da-f]{1,8}|\d{1,10})$/i.test(part));
      const of = valueAfter(word.text === '--mark' ? '-m' : '-j') ?? 'mark';
      return isNumber ? null : wrong(`${of}: bad integer value for option "${word.text}", or out of range.`);
    }
    case '--limit':
      return /^\d+(?:\/[a-z]+)?$/i.test(value.text) && isUnit(value.text.split('/')[1])
        ? null
        : wrong(`bad rate "${value.text}"'`);
    case '--reject-with':
      return rejectTypes[family].has(value.text) ? null : wrong(`unknown reject type "${value.text}"`);
    case '--to-destination':
    case '--to-source': {
      const [, port] = /:(\d+)$/.exec(value.text) ?? [];
      return port !== undefined && value.text.includes('.') && Number(port) > 65535
        ? wrong(`Port \`${port}' not valid`)
        : null;
    }
    case '-j':
    case '--jump': {
      const needed =
        value.text === 'DNAT' ? '--to-destination' : value.text === 'SNAT' ? '--to-source' : null;
      return needed === null || has(needed)
        ? null
        : wrong(`${value.text}: option "${needed}" must be specified`);
    }
    case '-m':
    case '--match':
      return value.text === 'multiport' && !['-p', '--protocol', '--proto'].some(has)
        ? wrong("multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'")
        : null;
    default:
      return null;
  }
}

/** Options that a rule has once, by the name that iptables gives them. */
const onceOnly: Readonly<Record<string, string>> = {
  '-i': '-i', '--in-interface': '-i', '-o': '-o', '--out-interface': '-o', '-p': '-p', '--protocol': '-p', '--proto': '-p',
  '-s': '-s', '--source': '-s', '--src': '-s', '-d': '-d', '--destination': '-d', '--dst': '-d',
}; // prettier-ignore

/** The units of a rate may be cut short: `s`, `sec`, `minute`. */
function isUnit(unit: string | undefined): boolean {
  return unit === undefined || ['second', 'minute', 'hour', 'day'].some((whole) => whole.startsWith(unit.toLowerCase())); // prettier-ignore
}

/** Names and short names of libipt_REJECT.c and libip6t_REJECT.c. */
const rejectTypes: Readonly<Record<Family, ReadonlySet<string>>> = {
  ipv4: new Set([
    'icmp-net-unreachable', 'net-unreach', 'icmp-host-unreachable', 'host-unreach', 'icmp-port-unreachable', 'port-unreach',
    'icmp-proto-unreachable', 'proto-unreach', 'icmp-net-prohibited', 'net-prohib', 'icmp-host-prohibited', 'host-prohib',
    'icmp-admin-prohibited', 'admin-prohib', 'tcp-reset', 'tcp-rst',
  ]),
  ipv6: new Set([
    'icmp6-no-route', 'no-route', 'icmp6-adm-prohibited', 'adm-prohibited', 'icmp6-addr-unreachable', 'addr-unreach',
    'icmp6-port-unreachable', 'port-unreach', 'tcp-reset', 'tcp-rst', 'icmp6-policy-fail', 'policy-fail',
    'icmp6-reject-route', 'reject-route',
  ]),
}; // prettier-ignore
