import { withDestination, withPortRange } from '../dialects/iptables/changed-rule.ts';
import { isInWordsOfNft } from '../kernel/chains/loaded-tables.ts';
import type { FixCommand } from '../model/fix.ts';
import type { Rule } from '../model/ruleset.ts';
import type { Nat } from '../model/statement.ts';
import type { Candidate } from './candidate.ts';
import { type DeadPacket, type MetPlace, placesOnWay } from './dead-packet.ts';
import { iptablesCommand } from './rule-fixes.ts';

/** What else a rule of nat may make of packets that die of what it made of them. */
export function natFixes(dead: DeadPacket): readonly Candidate[] {
  switch (dead.cause.kind) {
    case 'nat-failure':
      return morePorts(dead);
    case 'neighbour-unreachable':
      return otherTarget(dead, dead.cause.parameters);
    default:
      return [];
  }
}

/** The ports of a SNAT rule are all taken: it may choose from more of them. */
function morePorts(dead: DeadPacket): readonly Candidate[] {
  const met = natRuleMet(dead, () => true);
  const ports = met?.nat.to.ports ?? null;
  if (met === null || met.rule.spec.dialect !== 'iptables' || ports === null || ports === 'shifted')
    return [];
  const words = withPortRange(met.rule.text, ports, [1024, 65535]);
  if (words === null) return [];
  const { place } = met;
  const why = { kind: 'wider-ports', chain: nameOf(place), number: place.number } as const;
  const command = iptablesCommand(dead, place, `-R ${place.chain.name} ${place.number} ${words}`);
  return [{ commands: [command], why, opens: { kind: 'nothing' }, persist: null }];
}

/** DNAT leads to an address where nobody is, and exactly one other host was seen on that link. */
function otherTarget(
  dead: DeadPacket,
  { address: old, interface: dev }: { readonly address: string; readonly interface: string },
): readonly Candidate[] {
  const met = natRuleMet(dead, ({ to }) => to.address?.first === old && to.address.last === old);
  const { neighbours = [], routes = [] } = dead.state.network ?? {};
  const isGateway = (address: string): boolean => routes.some(({ nextHops }) => nextHops.some(({ via }) => via === address)); // prettier-ignore
  const isIpv6 = old.includes(':');
  const living = neighbours.filter(
    (each) =>
      each.dev === dev &&
      each.address !== old &&
      each.address.includes(':') === isIpv6 &&
      answering.has(each.state) &&
      !isGateway(each.address),
  );
  const [only, ...others] = living;
  if (met === null || only === undefined || others.length > 0) return [];
  const { place, rule } = met;
  const words = withDestination(rule.text, old, only.address);
  if (words === null) return [];
  const why = { kind: 'retarget', chain: nameOf(place), number: place.number, old, now: only.address, dev } as const; // prettier-ignore
  const command = replacement(dead, met, words);
  if (command === null) return [];
  // Connections that are there already keep the old target.
  const { protocol } = dead.packet;
  const isKept = dead.state.conntrack.some((entry) => entry.reply.src === old && entry.protocol === protocol);
  const forget: FixCommand = { tool: 'conntrack', program: 'conntrack', words: `-D -p ${protocol} --reply-src ${old}` }; // prettier-ignore
  const commands = isKept ? [command, forget] : [command];
  return [{ commands, why, opens: { kind: 'nothing' }, persist: null }];
}

/** States of a neighbour that has answered, or whose address was given by hand. */
const answering: ReadonlySet<string> = new Set(['REACHABLE', 'STALE', 'DELAY', 'PROBE', 'PERMANENT']);

interface MetNatRule {
  readonly place: MetPlace;
  readonly rule: Rule;
  readonly nat: Nat;
}

/** The last rule on the way that translated the packet as is asked. */
function natRuleMet(dead: DeadPacket, isMeant: (nat: Nat) => boolean): MetNatRule | null {
  const met = placesOnWay(dead).flatMap((place): readonly MetNatRule[] => {
    const rule = place.chain.rules[place.number - 1];
    const nat = rule?.spec.statements.find((statement) => statement.kind === 'nat');
    return rule === undefined || nat === undefined || !isMeant(nat) ? [] : [{ place, rule, nat }];
  });
  return met.at(-1) ?? null;
}

function replacement(dead: DeadPacket, { place, rule }: MetNatRule, words: string): FixCommand | null {
  const { loaded, chain, number } = place;
  if (!isInWordsOfNft(loaded.source))
    return iptablesCommand(dead, place, `-R ${chain.name} ${number} ${words}`);
  const { family, name } = loaded.table;
  return rule.handle === null
    ? null
    : {
        tool: 'nft',
        program: 'nft',
        words: `replace rule ${family} ${name} ${chain.name} handle ${rule.handle} ${words}`,
      };
}

function nameOf({ loaded, chain }: MetPlace): string {
  return `${loaded.table.name}/${chain.name}`;
}
