import { expect, it } from 'vitest';
import { rewritesAddresses, verdictOfTarget } from './targets.ts';

it.each([
  ['ACCEPT', 'accept'],
  ['DROP', 'drop'],
  ['REJECT', 'reject'],
  ['NFQUEUE', 'queue'],
  ['RETURN', 'return'],
  ['MARK', 'continue'],
  ['LOG', 'continue'],
  ['DNAT', 'accept'],
  ['MASQUERADE', 'accept'],
  ['SNPT', 'continue'],
])('%s means %s', (target, verdict) => {
  expect(verdictOfTarget(target)).toBe(verdict);
});

it.each(['TPROXY', 'SYNPROXY', 'CLUSTERIP', 'KUBE-SERVICES', 'accept', ''])(
  'what %s does, its name does not tell',
  (target) => {
    expect(verdictOfTarget(target)).toBeNull();
  },
);

it('nat_targets_rewrite_addresses', () => {
  expect(rewritesAddresses('REDIRECT')).toBe(true);
  expect(rewritesAddresses('MARK')).toBe(false);
});
