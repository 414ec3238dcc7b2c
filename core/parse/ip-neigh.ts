import type { Neighbour } from '../model/network.ts';
import { accountLines } from './account-lines.ts';
import type { Format, Parsed, Sample } from './format.ts';
import { addressFamily } from './ip-text.ts';
import { mostLines } from './recognise-lines.ts';

/**
 * The neighbour table that `ip [-s] neigh` prints (ip-neighbour(8)):
 *
 *   10.1.0.2 dev eth0 lladdr 52:54:00:69:5d:74 REACHABLE
 *   fe80::1 dev eth0 lladdr 52:54:00:69:5d:74 router STALE
 *   10.2.0.9 dev eth1 FAILED
 */
export const ipNeigh: Format = { kind: 'ip-neigh', recognises, parse };

const entry =
  /^(\S+) dev (\S+)(?: lladdr (\S+))?(?: .*)? (REACHABLE|STALE|DELAY|PROBE|FAILED|INCOMPLETE|PERMANENT|NOARP|NONE)\s*$/;
const proxyEntry = /^(\S+) dev (\S+).* proxy\s*$/;

function recognises(sample: Sample): boolean {
  return mostLines(sample, (text) => entry.test(text) || proxyEntry.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: Neighbour[] = [];
  const account = accountLines(lines, file, {
    read(text, at) {
      const [, address = '', dev = '', mac, state = ''] = entry.exec(text) ?? [];
      if (addressFamily(address) !== null) {
        items.push({ address, dev, mac: mac ?? null, state, at });
        return 'parsed';
      }
      if (proxyEntry.test(text)) return 'notModelled';
      return /^\s*[#=]/.test(text) ? 'notOurs' : { malformed: 'no neighbour' };
    },
  });
  return { records: { kind: 'neighbours', items }, ...account };
}
