import { withPortRange } from '../dialects/iptables/widen-ports.ts';
import type { Candidate } from './candidate.ts';
import { type DeadPacket, placesOnWay } from './dead-packet.ts';
import { iptablesCommand } from './rule-fixes.ts';

/** The ports of a SNAT rule are all taken: it may choose from more of them. */
export function natFixes(dead: DeadPacket): readonly Candidate[] {
  if (dead.cause.kind !== 'nat-failure') return [];
  const place = placesOnWay(dead).findLast(({ chain, number }) =>
    chain.rules[number - 1]?.spec.statements.some(({ kind }) => kind === 'nat'),
  );
  const rule = place?.chain.rules[place.number - 1];
  if (place === undefined || rule === undefined || rule.spec.dialect !== 'iptables') return [];
  const nat = rule.spec.statements.find((statement) => statement.kind === 'nat');
  const ports = nat?.to.ports ?? null;
  if (ports === null || ports === 'shifted') return [];
  const words = withPortRange(rule.text, ports, [1024, 65535]);
  if (words === null) return [];
  const { table } = place.loaded;
  const why = {
    kind: 'wider-ports',
    chain: `${table.name}/${place.chain.name}`,
    number: place.number,
  } as const;
  const command = iptablesCommand(dead, place, `-R ${place.chain.name} ${place.number} ${words}`);
  return [{ commands: [command], why, opens: { kind: 'nothing' }, persist: null }];
}
