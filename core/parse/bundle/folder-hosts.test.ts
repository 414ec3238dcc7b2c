import { expect, test } from 'vitest';
import { asLogsNameIt, folderHosts, hostsOfNamelessLogs } from './folder-hosts.ts';
import { folderOfHostname, hostOfReportFolder } from './hostname-file.ts';

const hostname = (path: string, host: string) => ({ path, kind: 'hostname', hosts: [host] }) as const;
const routes = (path: string) => ({ path, kind: 'ip-route', hosts: [] }) as const;

test('a hostname file names the host of the folder that it describes', () => {
  expect(folderOfHostname('b.tgz/r1/etc/hostname')).toBe('b.tgz/r1/');
  expect(folderOfHostname('sos/sos_commands/host/hostname')).toBe('sos/');
  expect(folderOfHostname('hostname.txt')).toBe('');
  expect(folderOfHostname('/etc/hostname')).toBe('/');
  const named = folderHosts([hostname('r1/etc/hostname', 'gw01'), hostname('hostname', 'all')]);
  expect(['r1/ip-route.txt', 'r2/ip-route.txt'].map(named)).toEqual(['gw01', 'all']);
});

test('a sos report names its host, with what else is in the name', () => {
  const path = 'b.tar.xz/sosreport-gw-01-03512345-2026-11-21-kqvxtrd/sos_commands/networking/ip_route';
  expect(hostOfReportFolder(path)).toBe('gw-01-03512345');
  expect(asLogsNameIt('gw-01-03512345', ['gw', 'gw-01'])).toBe('gw');
  expect(asLogsNameIt('gw-01-03512345', ['edge', 'gw-01.example.com'])).toBe('gw-01.example.com');
  expect(asLogsNameIt('rtr.example.com', ['rtr'])).toBe('rtr');
  expect(asLogsNameIt('other', ['rtr'])).toBe('other');
});

test('nameless logs of folders that each describe a host are of these hosts', () => {
  const files = [routes('b/r1/ip-route.txt'), routes('b/r2/ip-route.txt')];
  const logs = ['b/r1/dmesg.txt', 'b/r2/log/dmesg.txt'];
  expect(logs.map(hostsOfNamelessLogs(files, logs))).toEqual(['r1', 'r2']);
});

test('nameless logs of one host have none', () => {
  const logs = ['var/log/dmesg', 'sos_commands/kernel/dmesg'];
  expect(logs.map(hostsOfNamelessLogs([routes('sos_commands/networking/ip_route')], logs))).toEqual([
    null,
    null,
  ]);
  expect(hostsOfNamelessLogs([hostname('hostname', 'gw')], ['dmesg'])('dmesg')).toBeNull();
});
