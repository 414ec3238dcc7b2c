import { bondWithoutPort } from './bond-without-port.ts';
import { bridgeNetfilter } from './bridge-netfilter.ts';
import { bridgePortState } from './bridge-port-state.ts';
import { conntrackExpectationsFull } from './conntrack-expectations-full.ts';
import { conntrackHelperAssignment } from './conntrack-helper-assignment.ts';
import { conntrackHelperDrop } from './conntrack-helper-drop.ts';
import { conntrackInvalid } from './conntrack-invalid.ts';
import { conntrackTableFull } from './conntrack-table-full.ts';
import { deadLoop } from './dead-loop.ts';
import { duplicateAddress } from './duplicate-address.ts';
import { hardwareChecksum } from './hardware-checksum.ts';
import { ipvsNoDestination } from './ipvs-no-destination.ts';
import { linkState } from './link-state.ts';
import { logLinesLost } from './log-lines-lost.ts';
import { martianDestination } from './martian-destination.ts';
import { martianSource } from './martian-source.ts';
import type { MessageFormat } from './message-format.ts';
import { messagesSuppressed } from './messages-suppressed.ts';
import { neighbourTableFull } from './neighbour-table-full.ts';
import { nfqueueFull } from './nfqueue-full.ts';
import { orphanedSockets } from './orphaned-sockets.ts';
import { outOfMemory } from './out-of-memory.ts';
import { ownAddress } from './own-address.ts';
import { pathMtuInvalid } from './path-mtu-invalid.ts';
import { routeCacheFull } from './route-cache-full.ts';
import { synFlood } from './syn-flood.ts';
import { timeWaitOverflow } from './time-wait-overflow.ts';
import { transmitTimeout } from './transmit-timeout.ts';
import { udpChecksum } from './udp-checksum.ts';
import { udpShort } from './udp-short.ts';
import { wireguardHandshake } from './wireguard-handshake.ts';
import { wireguardNoPeer } from './wireguard-no-peer.ts';
import { wireguardSource } from './wireguard-source.ts';

/** All of them, in the order in which a line is offered to them. */
export const kernelMessages = [
  conntrackTableFull,
  conntrackExpectationsFull,
  conntrackHelperDrop,
  conntrackInvalid,
  conntrackHelperAssignment,
  martianSource,
  martianDestination,
  neighbourTableFull,
  routeCacheFull,
  synFlood,
  orphanedSockets,
  timeWaitOverflow,
  udpChecksum,
  udpShort,
  nfqueueFull,
  pathMtuInvalid,
  ownAddress,
  bridgePortState,
  bridgeNetfilter,
  wireguardSource,
  wireguardNoPeer,
  wireguardHandshake,
  ipvsNoDestination,
  hardwareChecksum,
  transmitTimeout,
  deadLoop,
  duplicateAddress,
  linkState,
  bondWithoutPort,
  outOfMemory,
  messagesSuppressed,
  logLinesLost,
] as const satisfies readonly MessageFormat<string>[];

declare module '../../model/registered.ts' {
  interface Registered {
    readonly message: (typeof kernelMessages)[number]['kind'];
  }
}
