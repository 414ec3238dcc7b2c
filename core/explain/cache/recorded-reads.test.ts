import { expect, test } from 'vitest';
import type { JourneyEnd } from '../endings/journey-end.ts';
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
