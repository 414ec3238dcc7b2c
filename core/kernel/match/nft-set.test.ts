import { describe, expect, test } from 'vitest';
import type { NftSet } from '../../model/ruleset.ts';
import { noFacts } from './match-facts.ts';
import { unknownPacket } from './match-packet.ts';
import { matchRule } from './match-rule.ts';

const at = { file: 'nft-ruleset.txt', line: 1 };
const packet = {
  ...unknownPacket('ipv4'),
  protocol: 'tcp',
  src: '192.0.2.7',
  dst: '192.168.70.10',
  dport: 22,
  inInterface: 'wlan0',
};

function set(keys: readonly string[], flags: readonly string[] = []): NftSet {
  const elements = keys.map((key) => ({ key: key.split(' . '), value: null, at }));
  return { kind: 'set', name: 'allow_in', keyTypes: [], valueType: null, flags, elements, at };
}

function lookup(values: readonly string[], sets: readonly NftSet[] = [], negated = false) {
  const condition = { module: 'nft-set', option: '--lookup', negated, values };
  return matchRule({ conditions: [condition] }, packet, { ...noFacts, nftSets: sets });
}

describe('a_lookup', () => {
  test('says_which_element_is_missing', () => {
    const missed = lookup(['ip daddr . tcp dport', '@allow_in'], [set(['192.168.70.10 . 80'])]);
    expect(missed.verdict).toBe('no');
    expect(missed.failed?.said).toBe(
      '`ip daddr . tcp dport @allow_in`: 192.168.70.10 . 22 is not in @allow_in',
    );
  });

  test('finds_values_ranges_prefixes_and_beginnings_of_names', () => {
    expect(lookup(['ip daddr . tcp dport', '@allow_in'], [set(['192.168.70.0/24 . 20-30'])]).verdict).toBe(
      'yes',
    );
    expect(lookup(['tcp dport', '{', '80', 'ssh']).verdict).toBe('yes');
    expect(lookup(['iifname', '{', 'eth0', 'wlan*']).verdict).toBe('yes');
    expect(lookup(['ip saddr', '{', '192.0.2.0-192.0.2.9']).verdict).toBe('yes');
    expect(lookup(['meta l4proto', '{', 'udp', 'tcp'], [], true).verdict).toBe('no');
  });

  test('leaves_open_what_is_not_in_the_bundle_or_comes_and_goes', () => {
    expect(lookup(['tcp dport', '@other']).verdict).toBe('unknown');
    expect(lookup(['ip saddr', '@allow_in'], [set([], ['dynamic', 'timeout'])]).verdict).toBe('unknown');
    expect(lookup(['ct helper', '{', 'ftp']).verdict).toBe('unknown');
  });
});
