import type { ListeningSocket } from '../../model/witness.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { tellingLines } from '../text/recognise-lines.ts';
import { addressFamily } from '../text/ip-text.ts';

/**
 * The sockets that listen, as `ss -lntup` (ss(8)) and `netstat -lntup` print them; only `ss` without `-H` and netstat
 * have a heading, and `ss` of one protocol has no Netid column.
 *
 *   Netid State  Recv-Q Send-Q Local Address:Port  Peer Address:Port Process
 *   tcp   LISTEN 0      64           0.0.0.0:3129       0.0.0.0:*    users:(("python3",pid=828,fd=7))
 *
 *   Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name
 *   tcp        0      0 127.0.0.1:6010          0.0.0.0:*               LISTEN      1187/sshd
 */
export const sockets: Format<'sockets'> = {
  kind: 'sockets',
  madeBy: 'ss -lntup',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine =
  /^(?:Netid\s+State\s|State\s+Recv-Q\s+Send-Q\s|Active Internet connections|Proto Recv-Q Send-Q )/;

const headingOfSs = /^(?:Netid\s+)?State\s+Recv-Q\s+Send-Q\s+Local Address:Port/;
const headingOfNetstat = /^Proto\s+Recv-Q\s+Send-Q\s+Local Address/;

function recognises(sample: Sample): boolean {
  return tellingLines(sample)
    .slice(0, 2)
    .some((text) => headingOfSs.test(text) || headingOfNetstat.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: ListeningSocket[] = [];
  let hasNetid = true;
  const account = classifyLines(lines, file, {
    read(text, at) {
      if (headingOfSs.test(text)) {
        hasNetid = text.startsWith('Netid');
        return 'parsed';
      }
      if (headingOfNetstat.test(text)) {
        hasNetid = true;
        return 'parsed';
      }
      const words = text.trim().split(/\s+/);
      const protocol = hasNetid ? (words[0] ?? '').replace(/6$/, '') : 'tcp';
      if (protocol !== 'tcp' && protocol !== 'udp') return 'notModelled';
      if (!isListening(words, protocol)) return 'notModelled';
      const local = words.find((word) => endpoint(word) !== null);
      const socket = local === undefined ? null : endpoint(local);
      if (socket === null) return { malformed: { kind: 'local-address' } };
      items.push({ protocol, ...socket, at });
      return 'parsed';
    },
  });
  return { records: { kind: 'sockets', items }, ...account };
}

/** A TCP socket in LISTEN; a UDP socket that is connected to nobody. */
function isListening(words: readonly string[], protocol: 'tcp' | 'udp'): boolean {
  if (protocol === 'tcp') return words.includes('LISTEN');
  return words.some((word) => word.endsWith(':*'));
}

/** `0.0.0.0:80`, `*:80`, `[::]:80`, `:::80`, `10.0.0.1%eth0:53`; null for what is no address with a port. */
function endpoint(word: string): Pick<ListeningSocket, 'address' | 'port'> | null {
  const colon = word.lastIndexOf(':');
  const port = word.slice(colon + 1);
  if (colon < 0 || !/^\d{1,5}$/.test(port) || Number(port) > 65535) return null;
  const [bare = ''] = word.slice(0, colon).split('%');
  const address = bare.startsWith('[') && bare.endsWith(']') ? bare.slice(1, -1) : bare;
  if (address === '*' || address === '0.0.0.0' || address === '::')
    return { address: null, port: Number(port) };
  return addressFamily(address) === null ? null : { address, port: Number(port) };
}
