import { expect, test } from 'vitest';
import { meaningOfPrefix } from './log-prefixes.ts';

test.each([
  ['[UFW BLOCK]', 'ufw', 'drop'],
  ['[UFW AUDIT]', 'ufw', null],
  ['[UFW LIMIT BLOCK]', 'ufw', 'drop'],
  ['STATE_INVALID_DROP:', 'firewalld (LogDenied)', 'drop'],
  ['rpfilter_DROP:', 'firewalld (LogDenied)', 'drop'],
  ['filter_FWD_public_REJECT:', 'firewalld (LogDenied)', 'reject'],
  ['IN_public_REJECT:', 'firewalld (LogDenied)', 'reject'],
  ['FINAL_REJECT:', 'firewalld (LogDenied)', 'reject'],
  ['Shorewall:net2fw:DROP:', 'Shorewall', 'drop'],
  ['Shorewall:loc2net:ACCEPT:', 'Shorewall', 'accept'],
  ['reject wan in:', 'OpenWrt fw4/fw3', 'reject'],
  ['DROP(src wan)', 'OpenWrt fw4/fw3', 'drop'],
  [':100:6:tap100i0-IN: policy DROP:', 'Proxmox VE firewall', 'drop'],
  ['RULE 4 -- DENY', 'Firewall Builder', 'drop'],
  ['my own INVALID', null, 'invalid'],
  ['filter_by_hand', null, null],
  ['Backdrop acceptance', null, null],
  ['', null, null],
])('%s is of %s and says %s', (prefix, owner, word) => {
  expect(meaningOfPrefix(prefix)).toEqual({ owner, word });
});
