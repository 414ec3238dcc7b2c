import type { NatFailure } from '../../model/cause.ts';
import { natOf } from '../../kernel/rule-effect.ts';
import type { Nat } from '../../model/statement.ts';
import type { ConntrackEntry } from '../../model/conntrack.ts';
import { type JourneyEnd, endsInNat } from '../endings/journey-end.ts';
import { deadEndInChain, type ExplanationContext, type Finding } from '../finding.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * A rule that gives the source one address and port, or a range of ports, and other connections hold all of these
 * already: nf_nat_setup_info() finds no free tuple, and nf_conntrack_confirm() drops the packet
 * (net/netfilter/nf_nat_core.c, nf_conntrack_core.c). The conntrack table shows the holders, and shows no entry of the
 * packet's own flow, which was never confirmed. Without it the log alone can show that: nat saw the flow again.
 */
export const natTupleTaken: CauseRecogniser<{ readonly 'nat-failure': NatFailure }> = {
  finds: ['nat-failure'],
  explain(ending, context) {
    const { rule, place } = ending.last;
    if (!endsInNat(ending) || context.left === 'seen' || (rule === null && place.kind !== 'rule'))
      return null;
    const finding = tupleTaken(ending, context);
    // Asked last: what became of the connection takes a look at all packets.
    if (finding === null || ending.connection === 'answered') return null;
    return ending.connection === 'confirmed' && !context.linesLost ? null : finding;
  },
};

function tupleTaken(ending: JourneyEnd, context: ExplanationContext): Finding | null {
  const { witness, log } = context;
  const { rule, verdict } = ending.last;
  if (rule === null || verdict !== 'accept') return neverConfirmed(ending, context);
  const range = portRange(natOf(rule.spec));
  if (range === null) return neverConfirmed(ending, context);
  const { address, from, to } = range;
  if (address === null || from !== to)
    return rangeFull(ending, range, context) ?? neverConfirmed(ending, context);
  const wanted = { address, port: from };
  const sameProtocol = witness.conntrack.filter((entry) => entry.protocol === ending.protocol);
  const holder = sameProtocol.find((entry) => holdsOneOf(entry, range, ending) && !isOwn(entry, ending));
  if (sameProtocol.some((entry) => isOwn(entry, ending))) return null;
  if (holder === undefined) return neverConfirmed(ending, context);
  // Entries are of the moment when they were listed: the holder must have been there before the packet.
  const own = log.seen(ending.host, ending);
  const other = log.seen(ending.host, { protocol: holder.protocol, ...holder.original });
  if (own !== null && other !== null && own.first < other.first) return null;
  const confidence = other === null ? 'possible' : 'inferred';
  const parameters = {
    kind: 'tuple-taken',
    holder: { address: holder.original.src, port: holder.original.sport },
    wanted,
    towards: { address: ending.dst, port: ending.dport },
  } as const;
  return deadEndInChain(ending, { kind: 'nat-failure', parameters }, confidence, {
    evidence: [{ ...holder.at, text: '' }],
  });
}

/** Every port of the range is held by another connection towards the packet's destination. */
function rangeFull(
  ending: JourneyEnd,
  range: PortRange,
  { witness, log }: ExplanationContext,
): Finding | null {
  const same = witness.conntrack.filter((entry) => entry.protocol === ending.protocol);
  if (same.some((entry) => isOwn(entry, ending))) return null;
  const holders = same.filter((entry) => holdsOneOf(entry, range, ending));
  const taken = new Set(holders.map(({ reply }) => reply.dport));
  const [first] = holders;
  if (first === undefined || taken.size <= range.to - range.from) return null;
  const parameters = {
    kind: 'range-full',
    range: `${range.address ?? first.reply.dst}:${range.from}-${range.to}`,
    towards: { address: ending.dst, port: ending.dport },
    visits: log.natVisits(ending.host, ending),
  } as const;
  return deadEndInChain(ending, { kind: 'nat-failure', parameters }, 'inferred', {
    evidence: [{ ...first.at, text: '' }],
  });
}

/** nat saw the flow again after this packet, so the rule's NAT failed, or a chain after it dropped the packet. */
function neverConfirmed(ending: JourneyEnd, { witness, log }: ExplanationContext): Finding | null {
  const { place } = ending.last;
  if (ending.hook !== 'postrouting' || place.kind !== 'rule' || place.tracer === 'log') return null;
  if (!ending.isFlowAgainAtNat || ending.connection !== 'unconfirmed') return null;
  if (witness.conntrack.some((entry) => entry.protocol === ending.protocol && isOwn(entry, ending)))
    return null;
  const parameters = { kind: 'never-confirmed', visits: log.natVisits(ending.host, ending) } as const;
  return deadEndInChain(ending, { kind: 'nat-failure', parameters }, 'possible');
}

interface PortRange {
  /** Null for the address of the interface that the packet leaves by. */
  readonly address: string | null;
  readonly from: number;
  readonly to: number;
}

/** `--to-source 10.2.0.1:5000-5002`, `--to-ports 5000-5002` of MASQUERADE; null where the port is left to the kernel. */
function portRange(nat: Nat | null): PortRange | null {
  if ((nat?.type !== 'snat' && nat?.type !== 'masquerade') || nat.map !== null) return null;
  const { address, ports } = nat.to;
  if (ports === null || ports === 'shifted') return null;
  // Of several addresses conntrack picks one.
  if (address !== null && address.first !== address.last) return null;
  if (nat.type === 'snat' && address === null) return null;
  return { address: address?.first ?? null, from: ports[0], to: ports[1] };
}

function holdsOneOf(
  { reply }: ConntrackEntry,
  { address, from, to }: PortRange,
  ending: JourneyEnd,
): boolean {
  const port = reply.dport ?? -1;
  return (
    (address === null || reply.dst === address) &&
    from <= port &&
    port <= to &&
    reply.src === ending.dst &&
    reply.sport === ending.dport
  );
}

function isOwn({ original }: ConntrackEntry, ending: JourneyEnd): boolean {
  return original.src === ending.src && original.sport === ending.sport;
}
