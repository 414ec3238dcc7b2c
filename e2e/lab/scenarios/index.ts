import type { Scenario } from '../scenario.ts';
import { dockerDnat } from './docker-dnat.ts';
import { reject } from './reject.ts';
import { refusedRoutes } from './refused-routes.ts';
import { ipForwardDisabled } from './ip-forward-disabled.ts';
import { input } from './input.ts';
import { ttlMtu } from './ttl-mtu.ts';
import { kubeProxy } from './kube-proxy.ts';
import { interleaved } from './interleaved.ts';
import { staleRuleset } from './stale-ruleset.ts';
import { witnesses } from './witnesses.ts';
import { bridge } from './bridge.ts';
import { manglingTargets } from './mangling-targets.ts';
import { masquerade } from './masquerade.ts';
import { fragments } from './fragments.ts';
import { nfqueue } from './nfqueue.ts';
import { redirectTproxy } from './redirect-tproxy.ts';
import { neighbourUnreachable } from './neighbour-unreachable.ts';
import { forwardPolicyDrop } from './forward-policy-drop.ts';
import { hairpin } from './hairpin.ts';
import { iptablesNft } from './iptables-nft.ts';
import { logPrefix } from './log-prefix.ts';
import { nft } from './nft.ts';
import { nestedChainDrop } from './nested-chain-drop.ts';
import { noRoute } from './no-route.ts';
import { oddNames } from './odd-names.ts';
import { output } from './output.ts';
import { policyRouting } from './policy-routing.ts';
import { rpFilter } from './rp-filter.ts';

/** All scenarios by the name that the command line takes. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'forward-policy-drop': forwardPolicyDrop,
  'nested-chain-drop': nestedChainDrop,
  'rp-filter': rpFilter,
  'policy-routing': policyRouting,
  'no-route': noRoute,
  output,
  hairpin,
  'mangling-targets': manglingTargets,
  'kube-proxy': kubeProxy,
  interleaved,
  bridge,
  masquerade,
  fragments,
  nfqueue,
  'redirect-tproxy': redirectTproxy,
  'neighbour-unreachable': neighbourUnreachable,
  'docker-dnat': dockerDnat,
  reject,
  'refused-routes': refusedRoutes,
  'ip-forward-disabled': ipForwardDisabled,
  input,
  'ttl-mtu': ttlMtu,
  'stale-ruleset': staleRuleset,
  witnesses,
  nft,
  'iptables-nft': iptablesNft,
  'log-prefix': logPrefix,
  'odd-names': oddNames,
};
