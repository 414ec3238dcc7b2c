/** The family of a table, as nft names it; the tables of iptables are `ip` and `ip6`, those of ebtables `bridge`. */
export type TableFamily = 'ip' | 'ip6' | 'inet' | 'bridge' | 'arp' | 'netdev';
