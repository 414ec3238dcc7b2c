import type { MatchPacket, PacketConnection } from '../match/match-packet.ts';
import type { ConntrackEntry, ConntrackTuple } from '../../model/conntrack.ts';
import type { Condition } from '../../model/condition.ts';
import type { Because, Field } from '../../model/rule-field.ts';
import type { Statement } from '../../model/statement.ts';
import type { Table } from '../../model/ruleset.ts';
import type { Branch } from './branch.ts';
import { presume, type Walk } from './walk.ts';

/** The packet as raw sees it: conntrack has not looked at it yet, which `--ctstate` calls INVALID. */
export function leaveUnassigned(packet: MatchPacket): MatchPacket {
  return { ...packet, ctstates: ['INVALID'], connection: null };
}

/** xt_ct_target(): a packet that has a connection keeps it. */
export function leaveUntracked(packet: MatchPacket): MatchPacket {
  const isFree = packet.connection === null && packet.ctstates?.[0] === 'INVALID';
  return isFree ? { ...packet, ctstates: ['UNTRACKED'] } : packet;
}

/**
 * nf_conntrack_in(): ties the packet to its connection, once, unless raw has excepted it (NOTRACK). `sent`: the packet as
 * it came in or was sent, with the state that conntrack will find.
 */
export function assignConnection(walk: Walk, branch: Branch, sent: MatchPacket): Branch {
  const { packet } = branch;
  if (packet.ctstates?.[0] !== 'INVALID') return branch;
  const { ctstates, connection } = sent;
  const isNew = ctstates?.length === 1 && ctstates[0] === 'NEW';
  const entry = isNew ? null : connectionIn(walk.host.conntrack, packet);
  if (entry !== null) return { ...branch, packet: { ...packet, ctstates, connection: entry } };
  const assigned = {
    ...branch,
    packet: { ...packet, ctstates, connection: isNew ? newConnection(packet) : connection },
  };
  const isKnown = ctstates?.every((state) => state === 'ESTABLISHED' || state === 'RELATED') ?? true;
  return isKnown && hasNat(walk.host.tables)
    ? presume(walk, assigned, 'translation', { kind: 'untranslated' })
    : assigned;
}

/** Whether any rule may translate connections. */
export function hasNat(tables: readonly Table[]): boolean {
  return tables.some(({ name, chains }) =>
    chains.some(
      ({ base, rules }) => rules.length > 0 && (base === null ? name === 'nat' : base.type === 'nat'),
    ),
  );
}

/** The connection that conntrack shows for the packet's addresses, in either direction; null where it shows none. */
function connectionIn(entries: readonly ConntrackEntry[], packet: MatchPacket): PacketConnection | null {
  const is = ({ src, dst, sport, dport }: ConntrackTuple): boolean =>
    src === packet.src && dst === packet.dst && sport === packet.sport && dport === packet.dport;
  for (const { family, protocol, original, reply, mark } of entries) {
    if (family !== packet.family || protocol !== packet.protocol || !(is(original) || is(reply))) continue;
    return {
      mark,
      direction: is(original) ? 'ORIGINAL' : 'REPLY',
      original,
      reply,
      snat: reply.dst !== original.src || reply.dport !== original.sport,
      dnat: reply.src !== original.dst || reply.sport !== original.dport,
    };
  }
  return null;
}

/**
 * nf_nat_packet() (net/netfilter/nf_nat_core.c): what NAT has once decided for a connection holds for all its packets,
 * in both directions, without a visit to the nat chains. Each side is rewritten on the hooks of that side.
 */
export function translateAsBefore(packet: MatchPacket, side: 'dst' | 'src'): MatchPacket {
  const { connection } = packet;
  if (connection === null || connection.original === null || connection.reply === null) return packet;
  const { direction, original, reply, snat, dnat } = connection;
  const away = direction === 'ORIGINAL' ? reply : original;
  const isTranslated = (direction === 'ORIGINAL') === (side === 'dst') ? dnat : snat;
  if (isTranslated !== true) return packet;
  return side === 'dst'
    ? { ...packet, dst: away.src, dport: away.sport }
    : { ...packet, src: away.dst, sport: away.dport };
}

/** A connection has its reply's addresses from the packet as it is now, so after every translation anew. */
export function followTranslation(
  packet: MatchPacket,
  side: 'dst' | 'src',
  isTranslated: boolean,
): MatchPacket {
  const { connection } = packet;
  if (connection === null) return packet;
  const translated = side === 'dst' ? { dnat: isTranslated } : { snat: isTranslated };
  return { ...packet, connection: { ...connection, ...translated, reply: replyOf(packet) } };
}

/**
 * Whether a rule makes the kernel track connections at all: matches and targets that need it ask for it
 * (nf_ct_netns_get()). Without one, the nat chains stay empty-handed.
 */
export function needsConntrack(tables: readonly Table[]): boolean {
  return tables.some(({ chains }) =>
    chains.some(({ rules }) =>
      rules.some(({ spec }) => spec.statements.some(tracks) || spec.conditions.some(asksConnection)),
    ),
  );
}

/** Also `ct direction original` and `ct state . tcp dport vmap @m` of nft. */
function asksConnection(condition: Condition): boolean {
  switch (condition.kind) {
    case 'compare':
      return isOfConnection(condition.field);
    case 'lookup':
      return condition.fields.some(isOfConnection);
    case 'undecidable':
      return connectionReasons.has(condition.because);
    default:
      return false;
  }
}

function isOfConnection(field: Field): boolean {
  return connectionFields.has(field.kind) || (field.kind === 'other' && connectionReasons.has(field.because));
}

const connectionFields: ReadonlySet<Field['kind']> = new Set<Field['kind']>([
  'ct-address', 'ct-direction', 'ct-mark', 'ct-port', 'ct-protocol', 'ct-state', 'ct-status',
]); // prettier-ignore

const connectionReasons: ReadonlySet<Because> = new Set<Because>([
  'connection', 'connection-age', 'connection-count', 'connection-hash', 'helper', 'ipvs', 'labels', 'transferred',
]); // prettier-ignore

function tracks(statement: Statement): boolean {
  switch (statement.kind) {
    case 'nat':
    case 'ct-setup':
    case 'synproxy':
      return true;
    case 'set-mark':
      return statement.on === 'connection' || (statement.change !== null && statement.change.copy !== 0);
    case 'side-effect':
      return statement.name === 'CONNSECMARK' || statement.name === 'FLOWOFFLOAD';
    default:
      return false;
  }
}

/** The connection of its first packet. */
export function newConnection(packet: MatchPacket): PacketConnection {
  const { src, dst, sport, dport } = packet;
  return {
    mark: 0,
    direction: 'ORIGINAL',
    original: src === null || dst === null ? null : tuple(src, dst, sport, dport),
    reply: replyOf(packet),
    snat: false,
    dnat: false,
  };
}

function replyOf({ src, dst, sport, dport }: MatchPacket): ConntrackTuple | null {
  return src === null || dst === null ? null : tuple(dst, src, dport, sport);
}

function tuple(src: string, dst: string, sport: number | null, dport: number | null): ConntrackTuple {
  return { src, dst, sport, dport, icmpType: null, icmpCode: null, icmpId: null };
}
