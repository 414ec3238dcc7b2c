import { assertNever } from '../../model/family.ts';
import type { Hook } from '../../model/verdict.ts';
import { deviceChains, type HookedChain, type HookStation, stationsOn } from '../chains/hook-stations.ts';
import type { Headers } from '../headers/headers.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { assume, type Branch, joined } from './branch.ts';
import { assignConnection, leaveUnassigned, needsConntrack, translateAsBefore } from './connection.ts';
import { addEnd } from './exits.ts';
import { enterHook } from './enter-hook.ts';
import {
  assignConnections,
  byInterface,
  presumeBridgeRules,
  presumePorts,
  withoutArrival,
} from './arriving-headers.ts';
import { rerouteOwn, routeArrival, routeOwn } from './route-packet.ts';
import { missesLines } from './after-step.ts';
import { newWalk, presume, type Walk, walked, type WalkHost } from './walk.ts';
import { walkBaseChain } from './walk-base-chain.ts';
import type { Walked } from './walk-end.ts';

/**
 * All that can become of a packet that comes in by `inInterface`, or that a local process sends where that is '':
 * ip_rcv() and ip_forward(), or ip_local_out() (net/ipv4). Its `ctstates` is what conntrack will make of it, one state.
 */
export function walkPacket(host: WalkHost, packet: MatchPacket): Walked {
  const walk: Passage = { ...newWalk(host), sent: packet };
  pass(walk, null);
  return walked(walk);
}

/**
 * The same for many packets, that come in or that the host itself sends: of `packet`, what is null is as each header
 * says. What becomes of them stands in the headers' record.
 */
export function walkHeaders(host: WalkHost, packet: MatchPacket, headers: Headers): void {
  pass({ ...newWalk(host), sent: packet }, headers);
}

function pass(walk: Passage, headers: Headers | null): void {
  const start: Branch = {
    packet: leaveUnassigned(walk.sent),
    hook: 'prerouting',
    routedOut: null,
    routedVia: null,
    natDone: { dst: false, src: false },
    answers: new Map(),
    trail: null,
    printed: 0,
    headers,
  };
  if (walk.sent.inInterface === '') sendOwn(walk, start);
  else receive(walk, start);
}

/** The walk of a packet through the whole host. */
interface Passage extends Walk {
  readonly sent: MatchPacket;
}

type Branches = readonly Branch[];

function receive(walk: Passage, start: Branch): void {
  const arrived = presumeBridges(walk, presumeOwnInterface(walk, start));
  const received =
    arrived.headers === null
      ? passDevice(walk, 'ingress', [arrived], arrived.packet.inInterface)
      : byInterface(arrived).flatMap(({ branch, name }) => passDevice(walk, 'ingress', [branch], name));
  const routed = passHook(walk, 'prerouting', received).flatMap((branch) => routeArrival(walk, branch));
  const goingTo = (there: 'local' | 'away'): Branches =>
    joined(routed.flatMap(({ branch, to }) => (to === there ? [branch] : [])));
  deliver(walk, goingTo('local'));
  leave(walk, 'forwarded', passOut(walk, passHook(walk, 'forward', goingTo('away')), null));
}

/** What comes in by a port of a bridge, bond or VRF reaches IP as coming in by that, or not at all. */
function presumeOwnInterface(walk: Walk, branch: Branch): Branch {
  if (branch.headers !== null) return presumePorts(walk, branch);
  const { inInterface: dev } = branch.packet;
  const master = walk.host.network?.links.get(dev ?? '')?.master ?? null;
  if (master === null) return branch;
  return presume(walk, branch, `master ${master} ${dev}`, {
    kind: 'own-interface',
    dev,
    master,
  });
}

/** The rules of a bridge (nft's bridge tables, ebtables) and of its ports see frames that IP does not know of. */
function presumeBridges(walk: Walk, branch: Branch): Branch {
  const { inInterface: dev } = branch.packet;
  const { tables, network } = walk.host;
  const rules = tables.some(
    ({ family, chains }) =>
      (family === 'bridge' || family === 'netdev') && chains.some((chain) => chain.rules.length > 0),
  );
  const isBridge = [...(network?.links.values() ?? [])].some(
    ({ master }) => master !== null && master === dev,
  );
  if (branch.headers !== null) {
    if (rules) presumeBridgeRules(walk, branch);
    return branch;
  }
  if (!rules || !isBridge) return branch;
  return presume(walk, branch, `bridge ${dev}`, { kind: 'bridge', dev });
}

/** Local packets are routed first: OUTPUT has an interface to look at. */
function sendOwn(walk: Passage, start: Branch): void {
  const out = passOut(walk, passHook(walk, 'output', routeOwn(walk, start)), '');
  leave(
    walk,
    'sent',
    out.filter(({ routedOut }) => routedOut !== 'lo'),
  );
  // loopback_xmit() hands the packet, with its route and its connection, back to ip_rcv().
  const back = out
    .filter(({ routedOut }) => routedOut === 'lo')
    .map((branch) => ({ ...branch, packet: { ...branch.packet, inInterface: 'lo' } }));
  deliver(walk, passHook(walk, 'prerouting', back));
}

function deliver(walk: Passage, branches: Branches): void {
  for (const branch of passHook(walk, 'input', branches)) addEnd(walk.ends, { kind: 'delivered' }, branch);
}

function leave({ ends }: Walk, kind: 'forwarded' | 'sent', branches: Branches): void {
  for (const branch of branches) addEnd(ends, { kind, outInterface: branch.routedOut }, branch);
}

/** Kernels before 5.10 leave the input interface of a routed packet empty here, later ones do not. */
function passOut(walk: Passage, branches: Branches, inInterface: string | null): Branches {
  const leaving = branches.map((branch) => ({
    ...branch,
    packet: { ...branch.packet, inInterface },
    headers: branch.headers === null ? null : withoutArrival(branch.headers),
  }));
  return passHook(walk, 'postrouting', leaving).flatMap((branch) =>
    passDevice(walk, 'egress', [branch], branch.routedOut),
  );
}

/** All that hangs on a hook; what is left has passed it. */
function passHook(walk: Passage, hook: Hook, branches: Branches): Branches {
  let passing: Branches = branches.flatMap((branch) =>
    missesLines(walk, branch, hook) ? [] : [enterHook(branch, hook)],
  );
  for (const station of stationsOn(walk.host.tables, hook)) {
    const reroutes =
      hook === 'output' &&
      (station.kind === 'nat' || (station.kind === 'chain' && station.reroutes === 'yes'));
    passing = reroutes
      ? joined(passing.flatMap((branch) => passAndReroute(walk, hook, station, branch)))
      : passStation(walk, hook, station, passing);
  }
  return passing;
}

function passAndReroute(walk: Passage, hook: Hook, station: HookStation, branch: Branch): Branches {
  const table = station.kind === 'nat' ? 'nat' : 'mangle';
  return passStation(walk, hook, station, [branch]).flatMap((after) =>
    rerouteOwn(walk, branch, after, table),
  );
}

function passStation(walk: Passage, hook: Hook, station: HookStation, branches: Branches): Branches {
  switch (station.kind) {
    case 'conntrack':
      return joined(
        branches.flatMap((branch) =>
          branch.headers === null
            ? [assignConnection(walk, branch, walk.sent)]
            : assignConnections(walk, branch, branch.headers),
        ),
      );
    case 'nat':
      return joined(branches.flatMap((branch) => passNat(walk, hook, station.chains, branch)));
    case 'chain':
      return branches.length === 0 ? branches : walkBaseChain(walk, station, branches);
    default:
      return assertNever(station);
  }
}

/**
 * nf_nat_inet_fn() (net/netfilter/nf_nat_core.c): the nat chains see the first packet of a connection, and once for
 * each side; what is not tracked they never see. The first that translates is the last.
 */
function passNat(walk: Walk, hook: Hook, chains: readonly HookedChain[], branch: Branch): Branches {
  const side = hook === 'prerouting' || hook === 'output' ? 'dst' : 'src';
  const { packet } = branch;
  const isConfirmed = walk.host.seen?.connection === 'known';
  const isNew = !isConfirmed && (packet.ctstates?.includes('NEW') ?? false);
  const becomes = side === 'dst' ? (walk.host.seen?.becomes ?? null) : null;
  const known = isNew
    ? branch
    : packet.connection !== null && !isConfirmed
      ? { ...branch, packet: translateAsBefore(packet, side) }
      : becomes === null
        ? branch
        : { ...branch, packet: { ...packet, ...becomes } };
  if (!isNew || branch.natDone[side] || !needsConntrack(walk.host.tables)) return [known];
  let passing: Branches = [known];
  for (const chain of chains) {
    const isDone = ({ natDone }: Branch): boolean => natDone[side];
    const waiting = passing.filter((each) => !isDone(each));
    if (waiting.length === 0) break;
    passing = [...passing.filter(isDone), ...walkBaseChain(walk, chain, waiting)];
  }
  return passing.map((each) => ({ ...each, natDone: { ...each.natDone, [side]: true } }));
}

/** The chains of the interface itself, before all hooks or after them. */
function passDevice(
  walk: Walk,
  hook: 'ingress' | 'egress',
  branches: Branches,
  device: string | null,
): Branches {
  if (device === null) return branches;
  return deviceChains(walk.host.tables, hook, device).reduce(
    (passing, chain) =>
      chain.hangs === 'here'
        ? walkBaseChain(walk, chain, passing)
        : passing.flatMap((branch) => passIfHooked(walk, branch, chain, device)),
    branches,
  );
}

function passIfHooked(walk: Walk, branch: Branch, hooked: HookedChain, dev: string): Branches {
  const { table, chain } = hooked;
  const answers = [false, true].map((isHooked) => ({
    value: isHooked,
    assumed: { kind: 'device-chain', table: table.name, chain: chain.name, dev, isHooked } as const,
  }));
  const key = `device ${table.family} ${table.name}/${chain.name} ${dev}`;
  return assume(branch, { key }, answers).flatMap(({ branch: answered, value: isHooked }) =>
    isHooked ? walkBaseChain(walk, hooked, [answered]) : [answered],
  );
}
