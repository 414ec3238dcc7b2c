import type { AsSent, Headers } from '../headers/headers.ts';
import type { Diagram } from '../sets/decision-diagrams.ts';
import { ofInterfaces, ofState } from '../sets/header-space.ts';
import { type Branch, withSet } from './branch.ts';
import { hasNat, newConnection } from './connection.ts';
import { presumeOf } from './header-ends.ts';
import type { Walk } from './walk.ts';

/** Headers by the interface that their packets come in by. */
export function byInterface(
  branch: Branch,
): readonly { readonly branch: Branch; readonly name: string | null }[] {
  const { headers, packet } = branch;
  if (headers === null || packet.inInterface !== null) return [{ branch, name: packet.inInterface }];
  const { space, set } = headers;
  return space.interfaces.flatMap((name) => {
    const some = withSet(branch, space.diagrams.and(set, ofInterfaces(space, 'in', [name])));
    return some === null ? [] : [{ branch: some, name }];
  });
}

/** What comes in by a port of a bridge, bond or VRF reaches IP as coming in by that, or not at all. */
export function presumePorts({ host }: Walk, branch: Branch): Branch {
  for (const [dev, { master }] of host.network?.links ?? [])
    if (master !== null)
      presumeFrom(branch, dev, `master ${master}`, {
        kind: 'own-interface',
        dev,
        master,
      });
  return branch;
}

/** The rules of a bridge see frames that IP does not know of. */
export function presumeBridgeRules({ host }: Walk, branch: Branch): void {
  const links = [...(host.network?.links.values() ?? [])];
  for (const dev of new Set(links.flatMap(({ master }) => master ?? [])))
    presumeFrom(branch, dev, `bridge ${dev}`, { kind: 'bridge', dev });
}

function presumeFrom(
  { headers, packet }: Branch,
  dev: string,
  question: string,
  assumed: Parameters<typeof presumeOf>[2],
): void {
  if (headers === null || (packet.inInterface !== null && packet.inInterface !== dev)) return;
  const { diagrams } = headers.space;
  const set =
    packet.inInterface === null
      ? diagrams.and(headers.set, ofInterfaces(headers.space, 'in', [dev]))
      : headers.set;
  presumeOf({ ...headers, set }, question, assumed);
}

/** nf_conntrack_in() for many packets: those of new connections go on by themselves, since nat is for them alone. */
export function assignConnections(walk: Walk, branch: Branch, headers: Headers): readonly Branch[] {
  const { packet } = branch;
  if (packet.ctstates?.[0] !== 'INVALID' || headers.asSent.state) return [branch];
  const { space, set, asSent } = headers;
  const { diagrams } = space;
  const state = (...states: Parameters<typeof ofState>[1]): Diagram =>
    diagrams.and(set, ofState(space, states));
  const connection = asSent.src && asSent.dst && asSent.sport && asSent.dport;
  const fresh = withSet(branch, state('NEW'));
  const others = withSet(branch, diagrams.minus(set, state('NEW')));
  const { conntrack, tables } = walk.host;
  const translates =
    hasNat(tables) ||
    conntrack.some(({ original, reply }) => reply.dst !== original.src || reply.src !== original.dst);
  if (translates)
    presumeOf({ ...headers, set: state('ESTABLISHED', 'RELATED') }, 'translation', { kind: 'untranslated' });
  const withState = (
    some: Branch | null,
    after: Partial<Branch['packet']>,
    sent: Partial<AsSent>,
  ): readonly Branch[] =>
    some === null || some.headers === null
      ? []
      : [
          {
            ...some,
            packet: { ...packet, ...after },
            headers: { ...some.headers, asSent: { ...asSent, ...sent } },
          },
        ];
  return [
    ...withState(fresh, { ctstates: ['NEW'], connection: newConnection(packet) }, { connection }),
    ...withState(others, { ctstates: null, connection: null }, { state: true }),
  ];
}

/** Whether rules after the routing decision still see where a packet came in depends on the kernel. */
export function withoutArrival(headers: Headers): Headers {
  return headers.asSent.in ? { ...headers, asSent: { ...headers.asSent, in: false } } : headers;
}
