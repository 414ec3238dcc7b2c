import { expect, test } from 'vitest';
import { host } from '../../testing/host.ts';
import type { Chain, Table } from '../../model/ruleset.ts';
import { asksFleeting } from './fleeting-chains.ts';

const tableOf = (...rules: readonly string[]): Table =>
  host()
    .rules(...rules)
    .tables()[0] as Table;
const chainOf = ({ chains }: Table, name: string): Chain =>
  chains.find((chain) => chain.name === name) as Chain;

test('a_chain_that_two_configurations_share_is_asked_anew_where_one_that_it_calls_was_changed', () => {
  const before = tableOf(':A -', ':B -', '-A FORWARD -j A', '-A A -j B');
  const limited = tableOf(':B -', '-A B -m limit --limit 1/sec -j DROP');
  const after = {
    ...before,
    chains: before.chains.map((chain) => (chain.name === 'B' ? chainOf(limited, 'B') : chain)),
  };
  const shared = chainOf(before, 'A');
  expect(asksFleeting(before, shared)).toBe(false);
  expect(asksFleeting(after, shared)).toBe(true);
});
