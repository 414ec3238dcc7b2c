import type { Clue } from '../../model/clue.ts';
import type { ClueFinder, ClueSources } from './clue-finder.ts';
import type { SeenHeader } from '../seen-header.ts';

/**
 * Frames of a bridge meet the rules of IP where br_netfilter is loaded and net.bridge.bridge-nf-call-iptables is 1: lines
 * with PHYSIN= and PHYSOUT= of one bridge show them. Who wrote the rules for a router rarely meant them.
 */
export const bridgedFrames: ClueFinder = (sources, packetsSeen) => {
  const found = new Map<string, Clue & { packets: number }>();
  const tproxy = new Map<string, boolean>();
  const hasTproxy = (host: string): boolean => {
    const known = tproxy.get(host);
    if (known !== undefined) return known;
    const has = usesTproxy(sources, host);
    tproxy.set(host, has);
    return has;
  };
  for (const packet of packetsSeen()) {
    if (!packet.cameByBridge) continue;
    const { host, disposition, end, first, last } = packet;
    const isDead = disposition === 'dropped' || disposition === 'rejected';
    const isBridged = last.physIn !== '' && last.physOut !== '' && last.inInterface === last.outInterface;
    const cameByPort = first.physIn !== '' && first.inInterface !== '';
    const kind =
      isDead && isBridged && end.hook === 'forward'
        ? 'bridged-frames-filtered'
        : cameByPort &&
            disposition !== 'forwarded' &&
            (hasTproxy(host) || isTakenByMark(sources, host, disposition, first, last))
          ? 'bridged-frames-tproxied'
          : null;
    if (kind === null) continue;
    const parameters = { bridge: first.inInterface || last.inInterface };
    const key = JSON.stringify([host, kind, parameters]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { kind, parameters, host, packets: 1, evidence: [] });
    else known.packets++;
  }
  return [...found.values()];
};

function usesTproxy({ rulesets }: ClueSources, host: string): boolean {
  return rulesets.some(
    (entry) =>
      entry.host === host &&
      entry.ruleset.tables.some(({ chains }) =>
        chains.some(({ rules }) =>
          rules.some(({ spec }) => spec.statements.some(({ kind }) => kind === 'tproxy')),
        ),
      ),
  );
}

/** The host takes a packet to a foreign address that nat left alone, by its mark: what TPROXY and its `ip rule` do. */
function isTakenByMark(
  { networkOf }: ClueSources,
  host: string,
  disposition: string,
  first: SeenHeader,
  last: SeenHeader,
): boolean {
  if (disposition !== 'delivered' || last.mark === 0 || first.dst !== last.dst) return false;
  const own = networkOf(host)?.addresses ?? [];
  return !own.some(({ address }) => address === last.dst);
}
