import { tablesOfHook } from '../kernel/hooks.ts';
import type { Inquiry } from '../kernel/inquiry.ts';
import type { Hook } from '../model/journey.ts';
import type { SimulatedWay } from '../model/simulation.ts';
import { assignConnection, leaveUnassigned, needsConntrack, translateAsBefore } from './connection.ts';
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
  const end = passHook(walk, 'prerouting');
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
  return passHook(walk, 'postrouting');
}

function leaving({ routedOut }: Walk, disposition: 'forwarded' | 'sent'): WalkEnd {
  const by = routedOut === null ? 'an interface that is not known' : routedOut;
  const word = disposition === 'sent' ? 'Sent' : 'Forwarded';
  return { disposition, cause: null, summary: `${word} by ${by}` };
}

/** All tables of a hook, with conntrack between raw and mangle. Null: the packet passed. */
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
  for (const table of tablesOfHook[hook]) {
    if (table === 'mangle' && (hook === 'prerouting' || hook === 'output')) assignConnection(walk);
    const before = walk.packet;
    const end = table === 'nat' ? passNat(walk, hook) : traverse(walk, table);
    if (end) return end;
    if (hook === 'output' && (table === 'mangle' || table === 'nat')) {
      const refused = rerouteOwn(walk, before, table);
      if (refused) return refused;
    }
  }
  return null;
}

/**
 * nf_nat_inet_fn() (net/netfilter/nf_nat_core.c): the nat chains see the first packet of a connection, and once for
 * each side; what is not tracked they never see.
 */
function passNat(walk: Walk, hook: Hook): WalkEnd | null {
  const side = hook === 'prerouting' || hook === 'output' ? 'dst' : 'src';
  const isNew = walk.packet.ctstates?.includes('NEW') ?? false;
  if (!isNew && walk.packet.connection !== null) walk.packet = translateAsBefore(walk.packet, side);
  if (!isNew || walk.natDone[side] || !needsConntrack(walk.input.tables)) return null;
  walk.natDone = { ...walk.natDone, [side]: true };
  return traverse(walk, 'nat');
}

function traverse(walk: Walk, name: string): WalkEnd | null {
  const table = walk.input.tables.find((candidate) => candidate.name === name);
  const chain = table?.chains.find((candidate) => candidate.name === walk.hook.toUpperCase());
  return table && chain ? traverseTable(walk, table, chain) : null;
}
