import { expect, test } from 'vitest';
import { keepsLinesWith } from './kept-lines.ts';

test.each([
  'iptables-save | grep KUBE-FIREWALL',
  "sudo iptables-save -t filter | grep -E 'XLB-ZX5F|FIREWALL|MARK-DROP'",
  'iptables -S | grep "DOCKER\\|FIREWALL"',
  'iptables-save | egrep -i kube-f',
  'iptables-save | grep KUBE | grep FIREWALL',
])('keeps all of KUBE-FIREWALL: %s', (command) => {
  expect(keepsLinesWith(command, 'KUBE-FIREWALL')).toBe(true);
});

test.each([
  'iptables-save',
  'iptables-save | grep KUBE-SVC',
  'iptables-save | grep kube',
  "iptables-save | grep -- '-A KUBE-FIREWALL'",
  'iptables-save | grep ^KUBE-FIREWALL',
  'iptables-save | grep KUBE-FIREWALL | grep -v LOG',
  'iptables-save | grep KUBE-FIREWALL | head -5',
  'iptables-save | grep -v KUBE-FIREWALL',
  'iptables-save | grep -w FIREWALL',
  'iptables-save | awk /KUBE-FIREWALL/',
])('may lack some of KUBE-FIREWALL: %s', (command) => {
  expect(keepsLinesWith(command, 'KUBE-FIREWALL')).toBe(false);
});
