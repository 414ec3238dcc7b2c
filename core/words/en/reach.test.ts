import { expect, it } from 'vitest';
import type { ReachEnd } from '../../model/reach.ts';
import { english } from './index.ts';

const forwarded: ReachEnd = {
  disposition: 'forwarded',
  cause: null,
  end: { kind: 'forwarded', interface: 'eth1' },
  egress: { interface: 'eth1', src: null, dst: null, sport: null, dport: null },
};

it('says_what_packets_are_rewritten_to', () => {
  const said = (egress: Partial<ReachEnd['egress']>): string =>
    english.reach.reachEnd({
      ...forwarded,
      egress: { ...forwarded.egress, ...egress } as ReachEnd['egress'],
    });
  expect(said({})).toBe('Forwarded, out eth1');
  expect(said({ src: '10.2.0.1', dst: '10.9.0.9', dport: '80' })).toBe(
    'Forwarded, out eth1, source rewritten to 10.2.0.1, destination rewritten to 10.9.0.9 port 80',
  );
  expect(said({ src: '(eth1)' })).toBe('Forwarded, out eth1, source rewritten to an address of eth1');
  expect(said({ src: '(?)' })).toBe('Forwarded, out eth1, source rewritten to an address that is not known');
});
