import { lastAddress, parseAddress, parsePrefix } from '../../kernel/address.ts';
import type { CtState } from '../../kernel/match/match-packet.ts';
import { protocolNumber } from '../../kernel/protocol-number.ts';
import type { MaskedMark } from '../../kernel/sets/boxes.ts';
import type { ValueRange } from '../../kernel/sets/field-bits.ts';
import { headerStates } from '../../kernel/sets/header-space.ts';
import type { Family } from '../../model/family.ts';
import { type Disposition, dispositions } from '../../model/disposition.ts';
import type { QueryFault, Refused } from '../../model/query-fault.ts';
import type { ReachDeath, ReachThrough } from '../../model/reach.ts';
import { tableFamilies } from '../../model/table-family.ts';

/** Which packets are asked for; null: any. */
export interface ReachQuery {
  readonly family: Family | null;
  readonly in: readonly string[] | null;
  readonly local: boolean;
  readonly src: ValueRange | null;
  readonly dst: ValueRange | null;
  /** By number; `icmp` is the family's own. */
  readonly protocols: readonly number[] | null;
  readonly sport: ValueRange | null;
  readonly dport: ValueRange | null;
  readonly icmpType: ValueRange | null;
  readonly states: readonly CtState[];
  readonly mark: MaskedMark;
  /** Only packets that match this rule, or come to this chain, or may. */
  readonly through: ReachThrough | null;
  /** Only parts that end so, or may. */
  readonly end: Disposition | null;
  /** Only parts that die of this, or may. */
  readonly dies: ReachDeath | null;
  /** Only parts that leave by this interface, or may. */
  readonly out: string | null;
}

/** The words after the options of `netopsy reach`. */
export interface ReachWords {
  readonly in?: string | readonly string[] | undefined;
  readonly local?: boolean | undefined;
  readonly src?: string | undefined;
  readonly dst?: string | undefined;
  readonly proto?: string | undefined;
  readonly sport?: string | undefined;
  readonly dport?: string | undefined;
  readonly 'icmp-type'?: string | undefined;
  readonly state?: string | undefined;
  readonly mark?: string | undefined;
  readonly through?: string | undefined;
  readonly end?: string | undefined;
}

/** States that a packet can have without a rule that excepts it from conntrack. */
const usualStates: readonly CtState[] = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID'];

/** All packets, as they come from a wire or a socket: without a mark. */
export const everyPacket: ReachQuery = {
  family: null,
  in: null,
  local: false,
  src: null,
  dst: null,
  protocols: null,
  sport: null,
  dport: null,
  icmpType: null,
  states: usualStates,
  mark: { value: 0, mask: 0xffffffff },
  through: null,
  end: null,
  dies: null,
  out: null,
};

/** The packets that the words ask for, or what is wrong with the words. */
export function reachQuery(words: ReachWords): ReachQuery | Refused {
  const refuse = (wrong: QueryFault): Refused => ({ wrong });
  const interfaces = words.in === undefined ? null : typeof words.in === 'string' ? [words.in] : words.in;
  if (interfaces !== null && words.local === true) return refuse({ kind: 'in-or-local' });
  const src = words.src === undefined ? null : addressRange(words.src);
  if (src === undefined) return refuse({ kind: 'no-address', option: 'src', text: words.src ?? '' });
  const dst = words.dst === undefined ? null : addressRange(words.dst);
  if (dst === undefined) return refuse({ kind: 'no-address', option: 'dst', text: words.dst ?? '' });
  const families = [src, dst].flatMap((range) => (range === null ? [] : [familyOf(range)]));
  const [family = null] = families;
  if (families.some((each) => each !== family))
    return refuse({ kind: 'two-families', options: ['src', 'dst'] });
  const protocols = words.proto === undefined ? null : protocolsNamed(words.proto);
  if (protocols?.length === 0) return refuse({ kind: 'no-protocol', text: words.proto ?? '' });
  const ranges: Partial<Record<'sport' | 'dport' | 'icmpType', ValueRange | null>> = {};
  for (const [field, option, most] of numeric) {
    const text = words[option];
    const range = text === undefined ? null : numberRange(text, most);
    if (range === undefined) return refuse({ kind: 'no-number', option, text: text ?? '', most });
    ranges[field] = range;
  }
  const states = words.state === undefined ? usualStates : statesNamed(words.state);
  if (states === null) return refuse({ kind: 'no-state', text: words.state ?? '', states: headerStates });
  const mark = words.mark === undefined ? everyPacket.mark : markNamed(words.mark);
  if (mark === null)
    return refuse({ kind: 'no-number', option: 'mark', text: words.mark ?? '', most: 0xffffffff });
  const end = words.end === undefined ? null : (dispositions.find((each) => each === words.end) ?? undefined);
  if (end === undefined) return refuse({ kind: 'no-disposition', text: words.end ?? '', dispositions });
  const through = words.through === undefined ? null : placeNamed(words.through);
  if (through === undefined) return refuse({ kind: 'no-place', text: words.through ?? '' });
  return {
    family,
    in: interfaces,
    local: words.local === true,
    src,
    dst,
    protocols,
    sport: ranges.sport ?? null,
    dport: ranges.dport ?? null,
    icmpType: ranges.icmpType ?? null,
    states,
    mark,
    through,
    end,
    dies: null,
    out: null,
  };
}

const numeric = [
  ['sport', 'sport', 65535],
  ['dport', 'dport', 65535],
  ['icmpType', 'icmp-type', 255],
] as const;

function familyOf({ first }: ValueRange): Family {
  return typeof first === 'bigint' ? 'ipv6' : 'ipv4';
}

/** `10.0.0.0/8`, `10.0.0.1`, `10.0.0.1-10.0.0.9`; undefined for anything else. */
function addressRange(text: string): ValueRange | undefined {
  const prefix = parsePrefix(text);
  if (prefix !== null) return { first: prefix.value, last: lastAddress(prefix) };
  const [from, to, more] = text.split('-');
  const [first, last] = [parseAddress(from ?? ''), parseAddress(to ?? '')];
  if (first === null || last === null || more !== undefined || typeof first !== typeof last || first > last)
    return undefined;
  return { first, last };
}

/** `80`, `1024-65535`, `1024:65535`. */
function numberRange(text: string, most: number): ValueRange | undefined {
  const parts = text.split(/[-:]/);
  const [first, last = first] = parts.map((part) => (/^\d{1,5}$/.test(part) ? Number(part) : NaN));
  if (parts.length > 2 || first === undefined || last === undefined) return undefined;
  return first <= last && last <= most ? { first, last } : undefined;
}

/** `icmp` stands for both families' own. */
function protocolsNamed(text: string): readonly number[] {
  const number = protocolNumber(text);
  if (number === null || number > 255) return [];
  return number === 1 ? [1, 58] : [number];
}

function statesNamed(text: string): readonly CtState[] | null {
  const states = text
    .split(',')
    .map((word) => headerStates.find((state) => state === word.trim().toUpperCase()));
  return states.every((state) => state !== undefined) ? states : null;
}

/** `0x4000/0x4000`, `1`. */
function markNamed(text: string): MaskedMark | null {
  const [value, mask, more] = text
    .split('/')
    .map((part) => (/^(?:0x[\da-f]{1,8}|\d{1,10})$/i.test(part) ? Number(part) : NaN));
  if (value === undefined || more !== undefined) return null;
  const asked = { value, mask: mask ?? 0xffffffff };
  return asked.value <= 0xffffffff && asked.mask <= 0xffffffff ? asked : null;
}

/** `filter/FORWARD`, `filter/FORWARD:3`, `inet filter/forward:3`; undefined for anything else. */
function placeNamed(text: string): ReachThrough | undefined {
  const slash = text.indexOf('/');
  const [before, after] = [text.slice(0, slash), text.slice(slash + 1)];
  const colon = after.lastIndexOf(':');
  const isNumbered = colon > 0 && /^[1-9]\d{0,8}$/.test(after.slice(colon + 1));
  const chain = isNumbered ? after.slice(0, colon) : after;
  const rule = isNumbered ? Number(after.slice(colon + 1)) : null;
  const space = before.indexOf(' ');
  const named = tableFamilies.find((each) => each === before.slice(0, space));
  const table = named === undefined ? before : before.slice(space + 1);
  if (slash < 1 || table === '' || chain === '') return undefined;
  return { tableFamily: named ?? null, table, chain, rule };
}
