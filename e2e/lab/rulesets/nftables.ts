import { readCounters } from '../counters.ts';
import { readNftCounters } from '../nft-counters.ts';
import type { Network } from '../network.ts';
import type { Variant } from '../scenario.ts';
import { tracingTable } from './legacy.ts';
import type { RulesetKind } from './ruleset-kind.ts';

const list = (network: Network): string => network.exec('router', 'nft', '-a', 'list', 'ruleset');

/** nftables' own ruleset, traced by `nft monitor trace`. */
export const nft: RulesetKind = {
  tracer: 'nft-monitor',
  load: (network, variant) =>
    network.feed(
      'router',
      `${variant.tracingTable ?? nftTracing(variant)}\n${variant.rules}\n`,
      'nft',
      '-f',
      '-',
    ),
  counters: (network) => readNftCounters(list(network)),
  isTracing: ({ text }) => text.includes('meta nftrace set 1'),
  dumps: (network) => new Map([['nft-ruleset.txt', list(network)]]),
  monitors: { 'nft-trace.txt': ['nft', 'monitor', 'trace'] },
};

const save = (network: Network): string => network.exec('router', 'iptables-nft-save', '-c');

/** iptables-nft, whose TRACE rule shows in the monitors of nftables and not in the kernel log. */
export const iptablesNft: RulesetKind = {
  tracer: 'xtables-monitor',
  load: (network, variant) =>
    network.feed('router', `${tracingTable(variant)}\n${variant.rules.trim()}\n`, 'iptables-nft-restore'),
  counters: (network) => readCounters(save(network)),
  isTracing: ({ text }) => text.includes('-j TRACE'),
  dumps: (network) =>
    new Map([
      ['iptables-save.txt', save(network)],
      ['nft-ruleset.txt', list(network)],
    ]),
  monitors: {
    'nft-trace.txt': ['nft', 'monitor', 'trace'],
    'xtables-trace.txt': ['xtables-monitor', '--trace'],
  },
};

/** A table that comes before all others. */
function nftTracing({ trace }: Variant): string {
  const { in: incoming = 'all', out = true } = trace ?? {};
  const selectors = incoming === 'all' ? ['iifname != "lo"'] : incoming.map((dev) => `iifname "${dev}"`);
  const rules = selectors.map((selector) => `${selector} counter meta nftrace set 1`);
  const output = 'chain own { type filter hook output priority raw - 50; counter meta nftrace set 1; }';
  return `table inet lab_trace {
  chain incoming { type filter hook prerouting priority raw - 50; ${rules.join('; ')}; }
  ${out ? output : ''}
}`;
}
