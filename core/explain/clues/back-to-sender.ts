import type { Clue } from '../../model/clue.ts';
import type { ClueFinder, ClueSources } from './clue-finder.ts';
import type { SeenJourney } from './packets-seen.ts';

const SYN = 2;

/**
 * A packet that nat turns back to its own sender leaves by the bridge that it came in by, and must go out of the port that
 * it came from: br_forward() does that only in hairpin mode (should_deliver(), net/bridge/br_forward.c). That is after
 * all rules, and no line tells of it; a connection that goes on after its SYN shows that it works.
 */
export const backToSender: ClueFinder = (sources, packetsSeen) => {
  const found = new Map<string, Clue & { packets: number }>();
  const working = new Set<string>();
  for (const packet of packetsSeen()) {
    if (!packet.turnsBack) continue;
    const { host, disposition, first, last } = packet;
    const bridge = last.outInterface;
    if (first.dst === first.src || !isBridge(sources, host, bridge, first.physIn)) continue;
    const port = first.physIn === '' ? null : first.physIn;
    const parameters = { bridge, port, sender: first.src, asked: first.dst };
    const key = JSON.stringify([host, first.src, first.dst]);
    if (disposition !== 'forwarded' || goesOn(packet) || hasHairpin(sources, host, port)) working.add(key);
    const known = found.get(key);
    if (known === undefined)
      found.set(key, { kind: 'back-to-sender', parameters, host, packets: 1, evidence: [] });
    else known.packets++;
  }
  return [...found].flatMap(([key, clue]) => (working.has(key) ? [] : [clue]));
};

function goesOn({ protocol, tcpFlags }: SeenJourney): boolean {
  return protocol === 'tcp' && tcpFlags !== SYN;
}

function isBridge({ networkOf, witnessOf }: ClueSources, host: string, dev: string, port: string): boolean {
  if (port !== '') return true;
  const links = [...(networkOf(host)?.links.values() ?? [])];
  return (
    links.some(({ master }) => master === dev) ||
    witnessOf(host).bridgePorts.some(({ bridge }) => bridge === dev)
  );
}

function hasHairpin({ witnessOf }: ClueSources, host: string, port: string | null): boolean {
  return witnessOf(host).bridgePorts.some(({ dev, hairpin }) => dev === port && hairpin === true);
}
