import { worded } from './message-format.ts';

/**
 * Bridged packets are no longer seen by iptables unless br_netfilter is loaded (net/bridge/br.c, since 3.18):
 *
 *   bridge: filtering via arp/ip/ip6tables is no longer available by default. Update your scripts to load br_netfilter ...
 *   bridge: automatic filtering via arp/ip/ip6tables has been deprecated. Update your scripts to load br_netfilter ...
 */
export const bridgeNetfilter = worded(
  'bridge-netfilter',
  'hint',
  ['scripts to load br_netfilter'],
  [
    '{bridge: |Bridge: |}{automatic |}filtering via arp/ip/ip6tables {is no longer available by default|has been deprecated}. *',
  ],
);
