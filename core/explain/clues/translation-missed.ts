import { mismatchOf } from '../../dialects/mismatch.ts';
import { parseAddress, shortAddress } from '../../kernel/address.ts';
import { matchRule, type RuleMatch } from '../../kernel/conditions/match-rule.ts';
import { factsOfHost } from '../../kernel/match/facts-of-host.ts';
import { type MatchPacket, unknownPacket } from '../../kernel/match/match-packet.ts';
import { natOf } from '../../kernel/rule-effect.ts';
import type { Clue } from '../../model/clue.ts';
import type { Rule, Ruleset } from '../../model/ruleset.ts';
import type { SeenPacket } from '../../model/witness.ts';
import type { ClueFinder } from './clue-finder.ts';
import { ownAddresses } from './own-addresses.ts';

/** Flows and rules beyond these are not tried. */
const MOST_FLOWS = 100;
const MOST_RULES = 5000;

/**
 * Nothing shows that a rule of DNAT did not match. A capture shows for which address, and by which interface, a SYN came
 * in; where all rules of DNAT for its port want another one, it was not translated. Told where the capture has no answer
 * to it, and no packet of the host was traced.
 */
export const translationMissed: ClueFinder = ({ events, hostRecords, rulesets, witnessOf }) => {
  const traced = new Set(events.places.map(({ host }) => host));
  return [...hostRecords].flatMap(([host, records]): readonly Clue[] => {
    // The flows first: to know what a rule does, it must be read, and a node has 40,000.
    const flows = traced.has(host) ? [] : unansweredFlows(witnessOf(host).seenPackets);
    if (flows.length === 0) return [];
    const rules = destinationRules(rulesets.flatMap((each) => (each.host === host ? [each.ruleset] : [])));
    if (rules.length === 0 || rules.length > MOST_RULES) return [];
    const own = records.network === null ? new Set<string>() : ownAddresses(records.network);
    const facts = factsOfHost(records);
    return flows.flatMap((flow): readonly Clue[] => {
      const { first } = flow;
      if (own.size > 0 && !own.has(shortAddress(first.dst))) return [];
      if (rules.some(({ rule }) => isTarget(first.dst, rule))) return [];
      const packet = arriving(first);
      const met = rules.map((placed) => ({ ...placed, match: matchRule(placed.rule.spec, packet, facts) }));
      if (met.some(({ match }) => match.failed === null)) return [];
      const nearest = met.find(({ rule, match }) => asksPort(rule) && failsWhere(match));
      return nearest === undefined ? [] : [clueOf(host, flow, nearest)];
    });
  });
};

interface PlacedRule {
  readonly table: string;
  readonly chain: string;
  readonly rule: Rule;
}

function destinationRules(rulesets: readonly Ruleset[]): readonly PlacedRule[] {
  return rulesets.flatMap(({ tables }) =>
    tables.flatMap(({ name: table, chains }) =>
      chains.flatMap(({ name: chain, rules }) =>
        rules.flatMap((rule) => (rewritesDestination(rule) ? [{ table, chain, rule }] : [])),
      ),
    ),
  );
}

function rewritesDestination({ spec }: Rule): boolean {
  const nat = natOf(spec);
  return nat?.type === 'dnat' || nat?.type === 'redirect';
}

/** What comes to the address to which a rule leads was translated before it was seen. */
function isTarget(dst: string, { spec }: Rule): boolean {
  const nat = natOf(spec);
  if (nat === null || nat.map !== null) return nat !== null;
  return nat.to.address !== null && parseAddress(nat.to.address.first) === parseAddress(dst);
}

interface Flow {
  readonly first: SeenPacket;
  packets: number;
}

/** SYNs by sender, destination and port, without those that a SYN-ACK answers. */
function unansweredFlows(seen: readonly SeenPacket[]): readonly Flow[] {
  const flows = new Map<string, Flow>();
  const key = (src: string, dst: string, port: number | null): string => `${src} ${dst} ${port}`;
  for (const packet of seen) {
    if (packet.tcpFlags !== 'S' || packet.direction === 'out') continue;
    const flow = flows.get(key(packet.src, packet.dst, packet.dport));
    if (flow !== undefined) flow.packets++;
    else if (flows.size < MOST_FLOWS)
      flows.set(key(packet.src, packet.dst, packet.dport), { first: packet, packets: 1 });
  }
  for (const { tcpFlags, src, dst, sport } of seen) if (tcpFlags === 'S.') flows.delete(key(dst, src, sport));
  return [...flows.values()];
}

function arriving(packet: SeenPacket): MatchPacket {
  const { src, dst, sport, dport, interface: dev, filteredOn } = packet;
  return {
    ...unknownPacket(dst.includes(':') ? 'ipv6' : 'ipv4'),
    protocol: 'tcp',
    src,
    dst,
    sport,
    dport,
    inInterface: dev ?? filteredOn ?? null,
  };
}

function asksPort({ spec }: Rule): boolean {
  return spec.conditions.some(
    (condition) =>
      condition.kind === 'compare' && condition.field.kind === 'port' && condition.field.side === 'dst',
  );
}

/** Whether all that a rule lacks is another destination, or another interface to come in by. */
function failsWhere({ failed, failures }: RuleMatch): boolean {
  const condition = failed?.condition;
  if (failures !== 1 || condition?.kind !== 'compare') return false;
  const { field } = condition;
  return (field.kind === 'address' && field.side === 'dst') || field.kind === 'interface';
}

function clueOf(
  host: string,
  { first, packets }: Flow,
  { table, chain, rule, match }: PlacedRule & { readonly match: RuleMatch },
): Clue {
  const { src, dst, dport, at } = first;
  const { failed } = match;
  if (failed === null) throw new Error('A rule that matches was not missed');
  const missed = { table, chain, rule: rule.number };
  return {
    kind: 'translation-missed',
    parameters: { seen: packets, src, dst, dport, rule: missed, failed: mismatchOf(failed) },
    host,
    packets: 0,
    evidence: [
      { ...at, text: '' },
      { ...rule.at, text: rule.text },
    ],
  };
}
