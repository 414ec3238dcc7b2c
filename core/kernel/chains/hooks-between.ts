import type { BaseChain, Hook } from '../../model/journey.ts';

/** A hook of IP or of a bridge. */
export type LayerHook = Pick<BaseChain, 'layer' | 'hook'>;

/**
 * The hooks that a packet passes on its way from one hook to a later one, in order; none for one that follows at once,
 * and for the same hook; null where no packet goes that way. A host may have no table at all on a hook that is passed
 * (raw and nat have none on FORWARD, raw and filter none on POSTROUTING).
 */
export function hooksBetween(from: LayerHook, to: LayerHook): readonly LayerHook[] | null {
  if (from.layer === to.layer && from.hook === to.hook) return [];
  return between[from.layer][from.hook][to.layer]?.[to.hook] ?? null;
}

type Ahead = Readonly<
  Partial<Record<BaseChain['layer'], Readonly<Partial<Record<Hook, readonly LayerHook[]>>>>>
>;

const forward: LayerHook = { layer: 'ip', hook: 'forward' };
const prerouting: LayerHook = { layer: 'ip', hook: 'prerouting' };
const postrouting: LayerHook = { layer: 'ip', hook: 'postrouting' };
const bridgeForward: LayerHook = { layer: 'bridge', hook: 'forward' };

/**
 * Only a packet over lo leaves and comes in again, where no table may hang on prerouting. A frame that comes in by a bridge's port meets the bridge's
 * prerouting, then (with br_netfilter) that of IP; then the forward hooks of both if the bridge forwards it, else the
 * bridge's input and the hooks of IP. What is routed out by a bridge meets the bridge's output last.
 */
const between: Readonly<Record<BaseChain['layer'], Readonly<Record<Hook, Ahead>>>> = {
  ip: {
    prerouting: {
      ip: { input: [], forward: [], postrouting: [forward] },
      bridge: { input: [], forward: [], postrouting: [bridgeForward, forward] },
    },
    input: {},
    forward: { ip: { postrouting: [] }, bridge: { output: [postrouting], postrouting: [] } },
    output: {
      ip: { postrouting: [], prerouting: [postrouting], input: [postrouting, prerouting] },
      bridge: { output: [postrouting] },
    },
    postrouting: { ip: { prerouting: [], input: [prerouting] }, bridge: { output: [], postrouting: [] } },
  },
  bridge: {
    prerouting: {
      ip: { prerouting: [], input: [], forward: [bridgeForward], postrouting: [bridgeForward, forward] },
      bridge: { input: [], forward: [], postrouting: [bridgeForward] },
    },
    input: { ip: { prerouting: [], input: [], forward: [], postrouting: [forward] } },
    forward: { ip: { forward: [], postrouting: [forward] }, bridge: { postrouting: [] } },
    output: { bridge: { postrouting: [] } },
    postrouting: { ip: { postrouting: [] } },
  },
};
