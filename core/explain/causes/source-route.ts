import { routeInput } from '../../kernel/routing/route-input.ts';
import type { Sysctl } from '../../model/network.ts';
import type { SourceRoute } from '../../model/trace.ts';
import { baseChainsAhead, chainsAhead, letsPass } from '../endings/journey-end.ts';
import { deadEndOutsideRules, type ExplanationContext } from '../finding.ts';
import { inputPacket } from '../routing/routed-packet.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * A source route in the IP options: ip_rcv_options() (net/ipv4/ip_input.c) drops it after the routing decision unless
 * `accept_source_route` is set for all interfaces and for the packet's own; ip_forward() drops a strict one whose next hop
 * is a gateway. Log lines show the options as `OPT (83...)`.
 */
export const sourceRoute: CauseRecogniser<{
  /** `refuses`: the sysctl that forbids it; null where a strict route would have to pass a gateway. */
  readonly 'source-route': { readonly route: SourceRoute; readonly refuses: string | null };
}> = {
  finds: ['source-route'],
  explain(ending, context) {
    const { live, logEndsHere, linesLost, left } = context;
    if (ending.hook !== 'prerouting' || ending.physIn !== '' || !letsPass(ending)) return null;
    if (left === 'seen' || ending.inInterface === 'lo') return null;
    if (baseChainsAhead(ending, live).some((chain) => chain.hook === 'prerouting')) return null;
    if (chainsAhead(ending, live).length === 0) return null;
    const { sourceRoute: route } = ending;
    if (route === null) return null;
    const settings = acceptSettings(context, ending.inInterface);
    const off = settings.find(({ value }) => value === '0');
    // A setting that forbids it settles it whatever lines follow.
    if (off === undefined && (logEndsHere || linesLost)) return null;
    if (off === undefined && settings.length === 2) {
      if (route !== 'strict' || !passesGateway()) return null;
      const parameters = { route, refuses: null };
      return deadEndOutsideRules(
        ending,
        { kind: 'source-route', parameters },
        'inferred',
        ending.inInterface,
      );
    }
    // Linux comes with conf.all.accept_source_route = 0.
    const refuses = off?.key ?? 'net.ipv4.conf.all.accept_source_route';
    return deadEndOutsideRules(
      ending,
      { kind: 'source-route', parameters: { route, refuses } },
      off === undefined ? 'possible' : 'inferred',
      ending.inInterface,
      { evidence: off === undefined ? [] : [{ ...off.at, text: '' }] },
    );

    function passesGateway(): boolean {
      const { network } = context;
      const decided = network === null ? null : routeInput(network, inputPacket(ending)).decided;
      return decided?.outcome === 'forward' && decided.hops.every(({ via }) => via !== null);
    }
  },
};

/** Of IN_DEV_SOURCE_ROUTE() (linux/inetdevice.h), what the bundle shows. */
function acceptSettings({ network }: ExplanationContext, dev: string): readonly Sysctl[] {
  const keys = ['all', dev.replaceAll('.', '/')].map((name) => `net.ipv4.conf.${name}.accept_source_route`);
  return keys.flatMap((key) => network?.sysctls.get(key) ?? []);
}
