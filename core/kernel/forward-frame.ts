import type { BridgePort, ForwardingEntry } from '../model/witness.ts';

/** A frame that came in by a port of a bridge. */
export interface BridgedFrame {
  readonly port: string;
  readonly dstMac: string;
}

/** What a bridge knows of its ports and of the stations behind them. */
export interface BridgeState {
  readonly ports: readonly BridgePort[];
  readonly entries: readonly ForwardingEntry[];
}

/** Why a bridge sends a frame nowhere. `port` is the one that refuses, with the line that shows it. */
export type FrameRefusal =
  | { readonly kind: 'port-state'; readonly port: BridgePort; readonly entry: ForwardingEntry | null }
  | { readonly kind: 'isolated'; readonly port: BridgePort; readonly entry: ForwardingEntry }
  | { readonly kind: 'no-hairpin'; readonly port: BridgePort; readonly entry: ForwardingEntry }
  | { readonly kind: 'no-flooding'; readonly port: BridgePort; readonly entry: null };

/**
 * Why the bridge does not forward a unicast frame; null where nothing shows that it doesn't: br_handle_frame_finish()
 * (net/bridge/br_input.c) and should_deliver() (net/bridge/br_forward.c). A frame to a station that the bridge has not
 * learnt is flooded to every other port that takes part in flooding.
 */
export function refusedFrame({ port, dstMac }: BridgedFrame, state: BridgeState): FrameRefusal | null {
  const from = state.ports.find(({ dev }) => dev === port);
  if (from === undefined) return null;
  if (from.state !== 'forwarding') return { kind: 'port-state', port: from, entry: null };
  const entry = state.entries.find(
    (each) => each.mac.toLowerCase() === dstMac.toLowerCase() && each.bridge === from.bridge,
  );
  // Without a listing no station is known to be unknown.
  if (entry === undefined) return state.entries.length === 0 ? null : refusedFlood(from, state);
  if (entry.isOwn) return null;
  const to = state.ports.find(({ dev, bridge }) => dev === entry.dev && bridge === from.bridge);
  if (to === undefined) return null;
  if (to.dev === from.dev) return to.hairpin === false ? { kind: 'no-hairpin', port: to, entry } : null;
  if (to.state !== 'forwarding') return { kind: 'port-state', port: to, entry };
  return from.isolated === true && to.isolated === true ? { kind: 'isolated', port: to, entry } : null;
}

/** Nothing takes the frame where every other port is closed, isolated as well, or takes no part in flooding. */
function refusedFlood(from: BridgePort, { ports }: BridgeState): FrameRefusal | null {
  const others = ports.filter(({ dev, bridge }) => bridge === from.bridge && dev !== from.dev);
  const closed = (port: BridgePort): boolean =>
    port.state !== 'forwarding' || port.flood === false || (from.isolated === true && port.isolated === true);
  const [first] = others;
  return first !== undefined && others.every(closed)
    ? { kind: 'no-flooding', port: others.find(({ flood }) => flood === false) ?? first, entry: null }
    : null;
}
