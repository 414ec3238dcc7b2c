import { expect, test } from 'vitest';
import { causeRecognisers } from '../causes/index.ts';
import { changedEnd } from '../endings/changed-end.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';
import type { ExplanationContext } from '../finding.ts';
import { recordReads } from './recorded-reads.ts';

const ending = { host: 'rtr', hook: 'forward', src: '10.1.0.2', ttl: 63 } as JourneyEnd;

test('looking_at_the_way_alone_is_no_look_at_the_packet', () => {
  const watched = recordReads(ending);
  expect(watched.ending.host + String(watched.ending.hook)).toBe('rtrforward');
  expect(watched.looks).toEqual([]);
});

test('a_look_at_any_fact_of_the_packet_is_noticed_a_copy_included', () => {
  const one = recordReads(ending);
  expect(one.ending.ttl).toBe(63);
  expect(one.ending.src + String(one.ending.ttl)).toBe('10.1.0.263');
  expect(one.looks).toEqual(['ttl', 'src']);
  const all = recordReads(ending);
  expect({ ...all.ending }).toEqual(ending);
  expect(all.looks).toEqual(['src', 'ttl']);
});

test('an_end_with_changed_facts_is_no_look_at_the_others', () => {
  const watched = recordReads(ending);
  const changed = changedEnd(watched.ending, { ttl: 1, hook: 'input' });
  expect([changed.host, changed.hook, changed.ttl]).toEqual(['rtr', 'input', 1]);
  expect(watched.looks).toEqual([]);
  expect(changed.src).toBe('10.1.0.2');
  expect(watched.looks).toEqual(['src']);
});

test('no_cause_looks_at_the_addresses_of_a_packet_that_left_by_all_chains', () => {
  const last = { verdict: 'accept', rule: null, at: 'policy', drift: null, place: { printed: null } };
  const base = { layer: 'ip', hook: 'postrouting', priority: 100, nat: true };
  const passed = {
    ...ending,
    hook: 'postrouting',
    base,
    last,
    dst: '10.2.0.2',
    dstMac: '',
    outInterface: 'eth1',
  };
  const context = {
    live: { liveOn: () => [], chainsOn: () => [], listsAll: () => false },
    network: null,
    witness: { messages: [], xfrmPolicies: [], queueDisciplines: [], seenPackets: [], conntrack: [] },
    baseChains: [],
    left: 'unknown',
    logEndsHere: false,
    linesLost: false,
  };
  const watched = recordReads(passed as unknown as JourneyEnd);
  for (const { explain } of causeRecognisers)
    expect(explain(watched.ending, context as unknown as ExplanationContext)).toBeNull();
  expect(watched.looks).toEqual([]);
});
