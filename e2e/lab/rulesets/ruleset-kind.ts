import type { RuleCounter } from '../counters.ts';
import type { Network } from '../network.ts';
import type { Variant } from '../scenario.ts';

/** How a variant's rules are loaded, traced and read again. */
export interface RulesetKind {
  /** truth.json's word. */
  readonly tracer: 'legacy-trace' | 'nft-monitor' | 'xtables-monitor' | 'log-prefix';
  load(network: Network, variant: Variant): void;
  /** All rules and policies with what they have counted, in the order of the dump. */
  counters(network: Network): readonly RuleCounter[];
  /** Whether a rule is the one by which packets are traced. */
  isTracing(rule: RuleCounter): boolean;
  /** The dumps of the rulesets, by the names of the files. */
  dumps(network: Network): ReadonlyMap<string, string>;
  /** Programs to run beside the probes: what each prints goes to the file of that name. */
  readonly monitors: Readonly<Record<string, readonly string[]>>;
}
