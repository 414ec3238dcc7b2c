import type { Inquiry } from '../kernel/branches.ts';
import { assertNever } from '../model/family.ts';
import type { Hook } from '../model/journey.ts';
import type { SimulatedWay } from '../model/simulation.ts';
import { assignConnection, leaveUnassigned, needsConntrack, translateAsBefore } from './connection.ts';
import { deviceChains, type HookedChain, type Station, stationsOn } from './hook-stations.ts';
import { rerouteOwn, routeArrival, routeOwn } from './route-packet.ts';
import type { SimulationInput } from './simulation-input.ts';
import { traverseTable } from './traverse-table.ts';
import type { Walk, WalkEnd } from './walk.ts';

/** One packet's way through the hooks: ip_rcv() and ip_forward(), or ip_local_out() (net/ipv4). */
export function walkHooks(input: SimulationInput, inquiry: Inquiry): FollowedWay {
  const walk: Walk = {
    input,
    inquiry,
    steps: [],
    packet: leaveUnassigned(input.packet),
    hook: 'prerouting',
    routedOut: null,
    routedVia: null,
    natDone: { dst: false, src: false },
  };
  const end = input.packet.inInterface === '' ? sendOwn(walk) : receive(walk);
  const leaves = end.disposition === 'forwarded' || end.disposition === 'sent';
  const { src, dst, sport, dport } = walk.packet;
  return {
    steps: walk.steps,
    ...end,
    egress: leaves ? { interface: walk.routedOut, src, dst, sport, dport } : null,
  };
}

/** A way without what it assumes: the inquiry knows that. */
export type FollowedWay = Omit<SimulatedWay, 'assumes'>;

function receive(walk: Walk): WalkEnd {
  presumeOwnInterface(walk);
  presumeBridges(walk);
  const end = passDevice(walk, 'ingress', walk.packet.inInterface) ?? passHook(walk, 'prerouting');
  if (end) return end;
  const routed = routeArrival(walk);
  if (typeof routed !== 'string') return routed;
  if (routed === 'local') return deliver(walk);
  return passHook(walk, 'forward') ?? passOut(walk, null) ?? leaving(walk, 'forwarded');
}

/** What comes in by a port of a bridge, bond or VRF reaches IP as coming in by that, or not at all. */
function presumeOwnInterface({ input, inquiry, packet }: Walk): void {
  const { inInterface } = packet;
  const master = input.network?.links.get(inInterface ?? '')?.master ?? null;
  if (master === null) return;
  inquiry.presume(
    { what: `what ${master} does with packets of ${inInterface}`, command: 'ip -d link' },
    `IP sees it come in by ${inInterface} itself, though that belongs to ${master}`,
  );
}

/** The rules of a bridge (nft's bridge tables, ebtables) and of its ports see frames that IP does not know of. */
function presumeBridges({ input, inquiry, packet }: Walk): void {
  const rules = input.tables.some(
    ({ family, chains }) =>
      (family === 'bridge' || family === 'netdev') && chains.some((chain) => chain.rules.length > 0),
  );
  const isPort = (device: string | null): boolean =>
    [...(input.network?.links.values() ?? [])].some(({ master }) => master !== null && master === device);
  if (!rules || !isPort(packet.inInterface)) return;
  inquiry.presume(
    { what: `what the bridge ${packet.inInterface} does with frames`, command: 'nft list ruleset' },
    `the rules for frames let it in by ${packet.inInterface}`,
  );
}

/** Local packets are routed first: OUTPUT has an interface to look at. */
function sendOwn(walk: Walk): WalkEnd {
  const refused = routeOwn(walk) ?? passHook(walk, 'output') ?? passOut(walk, '');
  if (refused) return refused;
  if (walk.routedOut !== 'lo') return leaving(walk, 'sent');
  // loopback_xmit() hands the packet, with its route and its connection, back to ip_rcv().
  walk.packet = { ...walk.packet, inInterface: 'lo' };
  return passHook(walk, 'prerouting') ?? deliver(walk);
}

function deliver(walk: Walk): WalkEnd {
  const end = passHook(walk, 'input');
  return end ?? { disposition: 'delivered', cause: null, summary: 'Delivered to the host itself' };
}

/** Kernels before 5.10 leave the input interface of a routed packet empty here, later ones do not. */
function passOut(walk: Walk, inInterface: string | null): WalkEnd | null {
  walk.packet = { ...walk.packet, inInterface };
  return passHook(walk, 'postrouting') ?? passDevice(walk, 'egress', walk.routedOut);
}

function leaving({ routedOut }: Walk, disposition: 'forwarded' | 'sent'): WalkEnd {
  const by = routedOut === null ? 'an interface that is not known' : routedOut;
  const word = disposition === 'sent' ? 'Sent' : 'Forwarded';
  return { disposition, cause: null, summary: `${word} by ${by}` };
}

/** All that hangs on a hook. Null: the packet passed. */
function passHook(walk: Walk, hook: Hook): WalkEnd | null {
  walk.hook = hook;
  const { inInterface } = walk.packet;
  const hasIn = hook !== 'output';
  const hasOut = hook === 'forward' || hook === 'output' || hook === 'postrouting';
  walk.packet = {
    ...walk.packet,
    inInterface: hasIn ? inInterface : '',
    outInterface: hasOut ? walk.routedOut : '',
  };
  for (const station of stationsOn(walk.input.tables, hook)) {
    const before = walk.packet;
    const end = passStation(walk, hook, station);
    if (end) return end;
    const reroutes = station.kind === 'nat' || (station.kind === 'chain' && station.reroutes === 'yes');
    if (hook === 'output' && reroutes) {
      const refused = rerouteOwn(walk, before, station.kind === 'nat' ? 'nat' : 'mangle');
      if (refused) return refused;
    }
  }
  return null;
}

function passStation(walk: Walk, hook: Hook, station: Station): WalkEnd | null {
  switch (station.kind) {
    case 'conntrack':
      assignConnection(walk);
      return null;
    case 'nat':
      return passNat(walk, hook, station.chains);
    case 'chain':
      return traverseTable(walk, station.table, station.chain);
    default:
      return assertNever(station);
  }
}

/**
 * nf_nat_inet_fn() (net/netfilter/nf_nat_core.c): the nat chains see the first packet of a connection, and once for
 * each side; what is not tracked they never see. The first that translates is the last.
 */
function passNat(walk: Walk, hook: Hook, chains: readonly HookedChain[]): WalkEnd | null {
  const side = hook === 'prerouting' || hook === 'output' ? 'dst' : 'src';
  const isNew = walk.packet.ctstates?.includes('NEW') ?? false;
  if (!isNew && walk.packet.connection !== null) walk.packet = translateAsBefore(walk.packet, side);
  if (!isNew || walk.natDone[side] || !needsConntrack(walk.input.tables)) return null;
  for (const { table, chain } of chains) {
    const end = traverseTable(walk, table, chain);
    if (end) return end;
    if (walk.natDone[side]) return null;
  }
  walk.natDone = { ...walk.natDone, [side]: true };
  return null;
}

/** The chains of the interface itself, before all hooks or behind them. */
function passDevice(walk: Walk, hook: 'ingress' | 'egress', device: string | null): WalkEnd | null {
  if (device === null) return null;
  for (const { table, chain } of deviceChains(walk.input.tables, hook, device)) {
    const end = traverseTable(walk, table, chain);
    if (end) return end;
  }
  return null;
}
