import { readCounters } from '../counters.ts';
import type { Network } from '../network.ts';
import type { Variant } from '../scenario.ts';
import type { RulesetKind } from './ruleset-kind.ts';

const save = (network: Network): string => network.exec('router', 'iptables-legacy-save', '-c');

/** iptables-legacy, traced by the TRACE target into the kernel log. */
export const legacy: RulesetKind = {
  tracer: 'legacy-trace',
  load: (network, variant) =>
    network.feed(
      'router',
      `${tracingTable(variant)}\n${variant.rules.trim()}\n`,
      'iptables-legacy-restore',
      '-c',
    ),
  counters: (network) => readCounters(save(network)),
  isTracing: ({ text }) => text.includes('-j TRACE'),
  dumps: (network) => new Map([['iptables-save.txt', save(network)]]),
  monitors: {},
};

/** iptables-legacy without a trace: the rules log by themselves. */
export const logPrefix: RulesetKind = {
  ...legacy,
  tracer: 'log-prefix',
  load: (network, { rules }) => network.feed('router', `${rules.trim()}\n`, 'iptables-legacy-restore'),
  isTracing: () => false,
};

/** The table raw with the lab's own TRACE rules, for iptables-restore. */
export function tracingTable({ trace, raw = [] }: Variant): string {
  const { in: incoming = 'all', out = true } = trace ?? {};
  const selectors = incoming === 'all' ? ['! -i lo'] : incoming.map((dev) => `-i ${dev}`);
  return [
    '*raw',
    ...selectors.map((selector) => `-A PREROUTING ${selector} -j TRACE`),
    ...(out ? ['-A OUTPUT -j TRACE'] : []),
    ...raw,
    'COMMIT',
  ].join('\n');
}
