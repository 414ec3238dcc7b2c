import { describe, expect, test } from 'vitest';
import { chainOfTable } from '../../model/chain-of-table.ts';
import type { Chain, Table } from '../../model/ruleset.ts';
import { ebtablesSave } from '../../parse/rules/ebtables/ebtables-save.ts';
import { host } from '../../testing/host.ts';
import { noFacts } from '../match/match-facts.ts';
import { type MatchPacket, unknownPacket } from '../match/match-packet.ts';
import { walkFrom, walkThrough } from './walk-from.ts';
import type { Walked } from './walk-end.ts';

const nothing = { network: null, inSet: noFacts.inSet, conntrack: [] };
const packet: MatchPacket = { ...unknownPacket('ipv4'), protocol: 'tcp', dport: 80, outInterface: 'eth1' };

function tableOf(...lines: readonly string[]): Table {
  const [table] = host()
    .rules(...lines)
    .tables();
  if (table === undefined) throw new Error('no table');
  return table;
}

function chainIn(table: Table, name: string): Chain {
  const chain = chainOfTable(table, name);
  if (chain === undefined) throw new Error(`no chain ${name}`);
  return chain;
}

/** From after the first rule of a chain on, which the packet came to by FORWARD. */
function restOf(name: string, ...lines: readonly string[]): string {
  const table = tableOf(...lines);
  const chain = chainIn(table, name);
  const [rule] = chain.rules;
  if (rule === undefined) throw new Error('no rule');
  const matched = { table, chain, rule, base: chainIn(table, 'FORWARD') };
  return ends(walkFrom(nothing, packet, { hook: 'forward', matched, then: [] }, () => false));
}

function ends(walked: Walked): string {
  return walked.ends
    .map(({ end, certain }) => {
      const what =
        end.kind === 'rule' ? `${end.verdict} ${end.chain.name}:${end.number}`
        : end.kind === 'policy' ? `policy ${end.chain.name}`
        : end.kind === 'open' ? `open ${end.why}`
        : end.kind; // prettier-ignore
      return certain ? what : `${what}?`;
    })
    .join(', ');
}

describe('the_rest_of_a_chain', () => {
  const log = '-A SUB -j LOG';

  test('goes_on_in_the_chain_that_called_it', () => {
    expect(restOf('SUB', log, '-A FORWARD -j SUB', '-A FORWARD -j DROP')).toBe('drop FORWARD:2');
  });

  test('goes_on_with_what_follows_each_call', () => {
    const calls = ['-A FORWARD -j SUB', '-A FORWARD -j REJECT', '-A FORWARD -j SUB', '-A FORWARD -j DROP'];
    expect(restOf('SUB', log, ...calls)).toBe('reject FORWARD:2?, drop FORWARD:4?');
  });

  test('knows_no_calls_of_other_hooks', () => {
    const calls = ['-A INPUT -j SUB', '-A INPUT -j REJECT', '-A FORWARD -j SUB', '-A FORWARD -j DROP'];
    expect(restOf('SUB', log, ...calls)).toBe('drop FORWARD:2');
  });

  test('ends_with_the_chain_from_which_a_goto_led_there', () => {
    const goto = ['-A FORWARD -j MID', '-A FORWARD -j REJECT', '-A MID -g SUB', '-A MID -j DROP'];
    expect(restOf('SUB', log, ...goto)).toBe('reject FORWARD:2');
  });

  test('ends_with_the_policy_where_a_built_in_chain_went_there', () => {
    expect(restOf('SUB', log, ':FORWARD DROP', '-A FORWARD -g SUB', '-A FORWARD -j ACCEPT')).toBe(
      'policy FORWARD',
    );
  });

  test('is_open_where_nothing_leads_to_the_chain', () => {
    expect(restOf('SUB', log, '-A SUB -p udp -j DROP', ':FORWARD ACCEPT')).toBe('open detached');
  });

  test('sees_what_the_matched_rule_asked_for', () => {
    const asks = (state: string): string => `-m conntrack --ctstate ${state}`;
    const lines = [`-A FORWARD ${asks('NEW,INVALID')} -j LOG`, `-A FORWARD ${asks('ESTABLISHED')} -j DROP`];
    expect(restOf('FORWARD', ...lines)).toBe('passed');
    expect(restOf('FORWARD', ...lines, `-A FORWARD ${asks('NEW')} -j REJECT`)).toBe(
      'reject FORWARD:3?, passed?',
    );
  });
});

test('broute_of_ebtables_drops_no_frame_but_takes_it_off_the_bridge', () => {
  const text = ['*broute', ':BROUTING ACCEPT', '-A BROUTING -p IPv4 -j DROP'];
  const { records } = ebtablesSave.parse(text, 'ebtables-save.txt');
  const [table] = records?.kind === 'rulesets' ? (records.items[0]?.tables ?? []) : [];
  if (table === undefined) throw new Error('no table');
  const broute = { table, chain: chainIn(table, 'BROUTING'), hook: 'prerouting', isNat: false } as const;
  expect(ends(walkThrough(nothing, packet, [broute], () => false))).toBe('passed');
});
