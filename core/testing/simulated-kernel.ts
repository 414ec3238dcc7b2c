import fc from 'fast-check';
import { tablesOfHook } from '../kernel/chains/hooks.ts';
import type { Hook } from '../model/journey.ts';

/** A rule of a drawn ruleset. With `matches` the rule has a condition, and chance decides whether it holds. */
export interface DrawnRule {
  readonly conditional: boolean;
  readonly kind: 'jump' | 'goto';
  /** `ACCEPT`, `DROP`, `RETURN`, `MARK`, or a user-defined chain. */
  readonly target: string;
}

/** Tables > chains > rules. Built-in chains have a policy. */
export type DrawnRuleset = Readonly<
  Record<string, Readonly<Record<string, { policy: 'ACCEPT' | 'DROP' | null; rules: readonly DrawnRule[] }>>>
>;

/** The ruleset as iptables-save prints it. */
export function saved(ruleset: DrawnRuleset): string {
  return Object.entries(ruleset)
    .flatMap(([table, chains]) => [
      `*${table}`,
      ...Object.entries(chains).map(([chain, { policy }]) => `:${chain} ${policy ?? '-'} [0:0]`),
      ...Object.entries(chains).flatMap(([chain, { rules }]) =>
        rules.map(({ conditional, kind, target }) => {
          const condition = conditional ? ' -m statistic --mode random --probability 0.5' : '';
          const options = target === 'MARK' ? ' --set-xmark 0x1/0xffffffff' : '';
          return `-A ${chain}${condition} ${kind === 'goto' ? '-g' : '-j'} ${target}${options}`;
        }),
      ),
      'COMMIT',
    ])
    .join('\n');
}

export interface SimulatedStep {
  readonly place: string;
  readonly hook: Hook;
  /** Which pass of the hooks: a packet over lo makes two. */
  readonly pass: number;
}

/**
 * The trace lines of one packet, as ipt_do_table() (net/ipv4/netfilter/ip_tables.c) prints them: a RETURN, or a chain's
 * end, goes on after the last jump that was no goto; with none left it goes to the policy of the built-in chain.
 */
export function simulate(
  ruleset: DrawnRuleset,
  hooks: readonly Hook[],
  visitsNat: boolean,
  chance: () => boolean,
): { steps: readonly SimulatedStep[]; dropped: boolean } {
  const steps: SimulatedStep[] = [];
  for (const [index, hook] of hooks.entries()) {
    const pass = index >= 2 && hooks[0] === 'output' ? 1 : 0;
    for (const table of tablesOfHook[hook]) {
      if (ruleset[table] === undefined || (table === 'nat' && (!visitsNat || pass === 1))) continue;
      const log = (place: string): void => void steps.push({ place: `${table}:${place}`, hook, pass });
      if (!accepts(ruleset[table], hook.toUpperCase(), chance, log)) return { steps, dropped: true };
    }
  }
  return { steps, dropped: false };
}

function accepts(
  chains: NonNullable<DrawnRuleset[string]>,
  base: string,
  chance: () => boolean,
  log: (place: string) => void,
): boolean {
  const returns: { chain: string; next: number }[] = [];
  let chain = base;
  let next = 0;
  for (;;) {
    const rule = chains[chain]?.rules[next];
    const ends = chain === base ? 'policy' : 'return';
    if (rule === undefined) {
      log(`${chain}:${ends}:${next + 1}`);
      if (chain === base) return chains[base]?.policy === 'ACCEPT';
    } else {
      next++;
      if (rule.conditional && !chance()) continue;
      const verdict = ['ACCEPT', 'DROP', 'RETURN'].includes(rule.target);
      log(`${chain}:${verdict && !rule.conditional ? ends : 'rule'}:${next}`);
      if (rule.target === 'MARK') continue;
      if (rule.target === 'ACCEPT' || rule.target === 'DROP') return rule.target === 'ACCEPT';
      if (!verdict) {
        if (rule.kind === 'jump') returns.push({ chain, next });
        chain = rule.target;
        next = 0;
        continue;
      }
    }
    const back = returns.pop() ?? { chain: base, next: chains[base]?.rules.length ?? 0 };
    chain = back.chain;
    next = back.next;
  }
}

/** Rulesets of raw, and any of the other tables, with user-defined chains that call each other without a loop. */
export function rulesets(drops: boolean): fc.Arbitrary<DrawnRuleset> {
  const table = (name: string) => {
    const chains = ['A', 'B', 'C'];
    const verdicts = drops && name === 'filter' ? ['ACCEPT', 'DROP', 'RETURN'] : ['ACCEPT', 'RETURN'];
    const rules = (callable: readonly string[]) =>
      fc.array(
        fc.oneof(
          { weight: 1, arbitrary: rule(verdicts, false) },
          { weight: 3, arbitrary: rule(verdicts, true) },
          { weight: 1, arbitrary: rule(['MARK'], false) },
          ...(callable.length === 0
            ? []
            : [
                { weight: 3, arbitrary: rule(callable, false) },
                { weight: 2, arbitrary: rule(callable, true) },
              ]),
        ),
        { maxLength: 4 },
      );
    const hooks = (Object.keys(tablesOfHook) as Hook[]).filter((hook) => tablesOfHook[hook].includes(name));
    const policy = drops && name === 'filter' ? fc.constantFrom('ACCEPT', 'DROP') : fc.constant('ACCEPT');
    return fc.record({
      ...Object.fromEntries(
        hooks.map((hook) => [hook.toUpperCase(), fc.record({ policy, rules: rules(chains) })]),
      ),
      ...Object.fromEntries(
        chains.map((chain, i) => [
          chain,
          fc.record({ policy: fc.constant(null), rules: rules(chains.slice(i + 1)) }),
        ]),
      ),
    });
  };
  return fc
    .record(
      Object.fromEntries(['raw', 'mangle', 'nat', 'filter', 'security'].map((name) => [name, table(name)])),
      { requiredKeys: ['raw'] },
    )
    .map((tables) => tables as DrawnRuleset);
}

function rule(targets: readonly string[], conditional: boolean): fc.Arbitrary<DrawnRule> {
  return fc.record({ target: fc.constantFrom(...targets), goto: fc.boolean() }).map(({ target, goto }) => ({
    conditional,
    target,
    kind: goto && /^[A-C]$/.test(target) ? 'goto' : 'jump',
  }));
}
