import type { FlowKey } from '../model/diff.ts';
import type { SimulatedWay } from '../model/simulation.ts';
import type { CaptureReplay } from './capture-replay.ts';
import type { PacketGroup } from './packet-groups.ts';
import type { GroupOutcome } from './group-outcome.ts';

/** Packets of a connection, and what would become of the first one. */
export interface Dependent {
  readonly group: PacketGroup;
  /** That packet's, where it is of the same flow; null where these answer it. */
  readonly opener: GroupOutcome | null;
}

/**
 * The packets that belong to connections whose first packet would end otherwise, or be translated otherwise: whether
 * they would be sent at all, and as what, no walk can tell.
 */
export function dependentsOf(
  outcomes: ReadonlyMap<PacketGroup, GroupOutcome>,
  capture: CaptureReplay,
): readonly Dependent[] {
  const parted = new Map<string, { readonly src: string; readonly outcome: GroupOutcome }>();
  for (const [group, outcome] of outcomes) {
    if (outcome.kind !== 'changes' || !begins(group, capture)) continue;
    const { flow } = group;
    const opener = { src: flow.src, outcome };
    for (const name of connectionNames(flow, outcome.ways)) parted.set(name, opener);
    // Answers come from where the packets went before.
    if (outcome.before.egress !== null) {
      const { dst, dport } = outcome.before.egress;
      parted.set(nameOf(flow, flow.src, dst ?? '', dport), opener);
    }
  }
  if (parted.size === 0) return [];
  return [...outcomes.keys()].flatMap((group): readonly Dependent[] => {
    if (begins(group, capture)) return [];
    const name = connectionNames(group.flow, []).find((each) => parted.has(each));
    const opener = name === undefined ? undefined : parted.get(name);
    if (opener === undefined) return [];
    return [{ group, opener: opener.src === group.flow.src ? opener.outcome : null }];
  });
}

/** Whether the packets are the first of their connections, or can be. */
function begins(group: PacketGroup, capture: CaptureReplay): boolean {
  const replayed = capture.replayed(group);
  return (
    !('why' in replayed) &&
    replayed.packets.every(({ packet, later }) => packet.ctstates?.[0] === 'NEW' && later === null)
  );
}

/** By the client's and the server's address, in whichever direction the packets go. */
function connectionNames(flow: FlowKey, ways: readonly SimulatedWay[]): readonly string[] {
  const { src, dst, sport, dport } = flow;
  const own =
    sport !== null
      ? [nameOf(flow, dst, src, sport)]
      : [nameOf(flow, src, dst, dport), ...(dport === null ? [nameOf(flow, dst, src, null)] : [])];
  return [
    ...own,
    ...ways.flatMap(({ egress }) =>
      egress === null ? [] : [nameOf(flow, src, egress.dst ?? '', egress.dport)],
    ),
  ];
}

function nameOf({ host, protocol }: FlowKey, client: string, server: string, port: number | null): string {
  return `${host} ${protocol} ${client} ${server} ${port}`;
}
