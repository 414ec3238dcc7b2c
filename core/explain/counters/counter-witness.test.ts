import { expect, test } from 'vitest';
import type { PolicyCount } from '../../model/analysis.ts';
import { compareCounters } from './counter-witness.ts';

/** A policy that counted some packets; the log shows `packets` of them. */
function policy(chain: string, packets: number, counted: number | null): PolicyCount {
  const counter = counted === null ? null : { packets: counted, bytes: 0 };
  const where = { host: 'rtr', family: 'ipv4', table: 'mangle', chain } as const;
  return { ...where, policy: 'ACCEPT', packets, bytes: 0, counter, delta: null, at: null };
}

test.each([
  ['that counted what the log shows', [policy('OUTPUT', 2, 2), policy('POSTROUTING', 0, 0)], true],
  ['in which nothing counted anything', [policy('OUTPUT', 0, 0), policy('POSTROUTING', 0, 0)], false],
  ['that is older than the log', [policy('OUTPUT', 2, 1), policy('POSTROUTING', 0, 0)], false],
  ['that counted more', [policy('OUTPUT', 2, 2), policy('POSTROUTING', 1, 2)], false],
  ['without counters', [policy('OUTPUT', 2, null), policy('POSTROUTING', 0, null)], false],
])('a dump %s', (_, policies, isEveryPacketLogged) => {
  const { everyPacketLogged } = compareCounters([], policies);
  expect(everyPacketLogged('rtr', 'ipv4', 'mangle/POSTROUTING')).toBe(isEveryPacketLogged);
});
