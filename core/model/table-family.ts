/** The families of tables, as nft names them; the tables of iptables are `ip` and `ip6`, those of ebtables `bridge`. */
export const tableFamilies = ['ip', 'ip6', 'inet', 'bridge', 'arp', 'netdev'] as const;
export type TableFamily = (typeof tableFamilies)[number];
