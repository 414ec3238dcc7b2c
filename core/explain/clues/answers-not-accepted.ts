import { chainLedTo, verdictOfSpec } from '../../kernel/rule-effect.ts';
import type { Clue } from '../../model/clue.ts';
import type { Condition } from '../../model/condition.ts';
import type { Chain, Table } from '../../model/ruleset.ts';
import type { ClueFinder } from './clue-finder.ts';

/**
 * A chain that drops by policy lets answers pass only where a rule accepts established connections, or their addresses and
 * ports themselves, which people forget. Told where no packet of the host was traced and the whole table is there.
 */
export const answersNotAccepted: ClueFinder = ({ events, rulesets }) => {
  const traced = new Set(events.places.map(({ host }) => host));
  const told = new Set<string>();
  return rulesets
    .filter(({ host }) => !traced.has(host))
    .flatMap(({ host, ruleset }) =>
      ruleset.tables.filter(isWhole).flatMap((table) =>
        table.chains
          .filter((chain) => acceptsSome(chain) && !reached(table, chain).some(judgesState))
          .flatMap((chain): Clue[] => {
            const key = [host, table.family, table.name, chain.name].join('\0');
            if (told.has(key)) return [];
            told.add(key);
            const parameters = { table: table.name, chain: chain.name };
            const evidence = [{ ...chain.at, text: '' }];
            return [{ kind: 'answers-not-accepted', parameters, host, packets: 0, evidence }];
          }),
      ),
    );
};

/** The chain and those that its rules lead to, also through others. */
function reached({ chains }: Table, from: Chain): readonly Chain[] {
  const found = new Set([from]);
  for (const { rules } of found)
    for (const { spec } of rules) {
      const name = chainLedTo(spec);
      const chain = name === null ? undefined : chains.find((each) => each.name === name);
      if (chain !== undefined) found.add(chain);
    }
  return [...found];
}

function isWhole({ covers, chains }: Table): boolean {
  return covers === 'every-chain' && chains.every(({ cuts }) => cuts.length === 0);
}

function judgesState({ rules }: Chain): boolean {
  return rules.some(
    ({ spec: { conditions, statements } }) =>
      // Where a map leads is not looked up.
      conditions.some(asksForState) || statements.some(({ kind }) => kind === 'verdict-map'),
  );
}

function asksForState(condition: Condition): boolean {
  if (condition.kind === 'compare') return condition.field.kind === 'ct-state';
  if (condition.kind === 'lookup') return condition.fields.some(({ kind }) => kind === 'ct-state');
  // What is not known may be it.
  return condition.kind === 'unknown';
}

/** A chain of INPUT or FORWARD that drops by policy and has rules that accept, each under a condition. */
function acceptsSome({ name, base, policy, rules }: Chain): boolean {
  const hook = base?.hook ?? (name === 'INPUT' || name === 'FORWARD' ? name.toLowerCase() : '');
  if (policy !== 'DROP' || (hook !== 'input' && hook !== 'forward')) return false;
  const accepting = rules.filter(({ spec }) => verdictOfSpec(spec) === 'accept');
  return accepting.length > 0 && accepting.every(({ spec }) => spec.conditions.length > 0);
}
