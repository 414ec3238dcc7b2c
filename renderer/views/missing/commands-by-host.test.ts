import { expect, test } from 'vitest';
import { commandsByHost } from './commands-by-host.ts';

test('each_command_stands_once_under_its_host', () => {
  const asked = [
    { host: 'gw-a', command: 'iptables-save -c' },
    { host: 'gw-b', command: 'iptables-save -c' },
    { host: 'gw-a', command: 'iptables-save -c' },
    { host: 'gw-a', command: 'ip rule' },
  ];
  expect(commandsByHost(asked)).toBe('# gw-a\niptables-save -c\nip rule\n\n# gw-b\niptables-save -c');
  expect(commandsByHost(asked.slice(3))).toBe('ip rule');
});
