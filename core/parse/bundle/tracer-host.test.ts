import { expect, test } from 'vitest';
import { tracerHost } from './tracer-host.ts';

const sysctl = (folder: string, host: string) => ({ path: `${folder}/sysctl.txt`, hosts: [host] });

test.each([
  ['the only host of the kernel logs', 'b/nft-trace.txt', ['rtr'], ['b/nft-trace.txt'], [sysctl('b', 'rtr.lan')], 'rtr'],
  ['of several hosts the one that the folder is named after', 'b/r2/nft.txt', ['r1', 'r2'], ['b/r2/nft.txt'], [], 'r2'],
  ['of several hosts the one that the folder names', 'b/x/nft.txt', ['r1', 'r2'], ['b/x/nft.txt'], [sysctl('b/x', 'r1')], 'r1'],
  ['of several hosts none, where nothing tells', 'nft.txt', ['r1', 'r2'], ['nft.txt'], [], ''],
  ['without logs, one folder is a host without a name', 'b/nft.txt', [], ['b/nft.txt', 'b/xt.txt'], [sysctl('b', 'rtr')], ''],
  ['without logs, folders are hosts of their own', 'b/x/nft.txt', [], ['b/x/nft.txt', 'b/y/nft.txt'], [sysctl('b/x', 'r1')], 'r1'],
  ['also where no file names them', 'b/y/nft.txt', [], ['b/x/nft.txt', 'b/y/nft.txt'], [], 'y'],
])('%s', (_, path, logHosts, tracers, files, host) => {
  expect(tracerHost(path, logHosts, tracers, files)).toBe(host);
}); // prettier-ignore
