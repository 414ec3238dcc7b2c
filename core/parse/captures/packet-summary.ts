import type { SeenPacket } from '../../model/witness.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { tellingLines } from '../text/recognise-lines.ts';
import { type IpHead, tcpdumpHead } from './tcpdump-head.ts';
import { tcpdumpPacket } from './tcpdump-line.ts';
import { type FieldsReader, tsharkFields } from './tshark-fields.ts';
import { tsharkPacket } from './tshark-line.ts';

/**
 * The packets of a capture, as `tcpdump -n [-e] [-v] [-tttt]` or `tshark [-T fields]` print them; several captures may
 * share a file, each under a heading that names its interface:
 *
 *   == lan.pcap (interface lan)
 *   listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes      tcpdump's own words
 */
export const packetSummary: Format<'packet-summary'> = {
  kind: 'packet-summary',
  madeBy: 'tshark -r FILE',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine =
  /^\s*(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d+ (?:\S+ +(?:In|Out|[BMP]) +)?(?:IP6? |ARP[, ]|\S+ > \S+, )|^\s*\d+\s+\d+\.\d+\s+\S+\s+(?:→|->)\s/;

const heading = /\(interface ([^\s,()]+)(?:[\s,][^()]*)?\)|^(?:tcpdump: )?listening on ([^\s,]+),/;
/** tcpdump's lines for what is not IP, and the continuation lines of `-v`, `-x` and `-A`. */
const notIp =
  /^(?:\S+ )?[\d:.]+ (?:\S+ +(?:In|Out|[BMP]) {1,9})?(?:.*ethertype |.*length \d{1,9}: )?(?:ARP|STP|LLDP|CDP|EAPOL|PPPoE|IPX|802\.)|^\s/;
const closing = /^(?:tcpdump: |reading from file |Capturing on |\d+ packets? )/;

function recognises(sample: Sample): boolean {
  const lines = tellingLines(sample);
  if (lines.slice(0, 3).some((text) => tsharkFields(text) !== null)) return true;
  const packets = lines.filter(
    (text) => tcpdumpHead(text) !== null || tcpdumpPacket(text) !== null || tsharkPacket(text) !== null,
  ).length;
  const around = lines.filter((text) => heading.test(text) || closing.test(text) || notIp.test(text)).length;
  return packets > 0 && packets * 3 > lines.length - around;
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: SeenPacket[] = [];
  let named: string | null = null;
  let typed: string | null = null;
  let above: IpHead | null = null;
  let fields: FieldsReader | null = null;
  const account = classifyLines(lines, file, {
    command(command) {
      typed = interfaceAsked(command);
      named = null;
    },
    read(text, at) {
      const head: IpHead | null = above;
      above = tcpdumpHead(text);
      if (above) return 'parsed';
      const packet =
        (head && tcpdumpPacket(text, head)) ?? fields?.(text) ?? tcpdumpPacket(text) ?? tsharkPacket(text);
      if (packet) {
        items.push({
          ...packet,
          interface: packet.interface ?? named,
          ...(typed === null ? {} : { filteredOn: typed }),
          at,
        });
        return 'parsed';
      }
      const columns = tsharkFields(text);
      if (columns) {
        fields = columns;
        return 'parsed';
      }
      const title = heading.exec(text);
      if (title) {
        named = title[1] ?? title[2] ?? null;
        return 'parsed';
      }
      if (/^(?:==|#|\*)/.test(text)) {
        named = typed = null;
        return 'notOurs';
      }
      if (closing.test(text)) return 'notOurs';
      return notIp.test(text) || /^\s*\d+\s+\d+\.\d+\s/.test(text)
        ? 'notModelled'
        : { malformed: { kind: 'packet' } };
    },
  });
  return { records: { kind: 'seen-packets', items }, ...account };
}

/** `-i eth0`, `-nni eth0`, `--interface=eth0` of tcpdump and tshark; null for other commands, and for all interfaces. */
function interfaceAsked(command: string): string | null {
  const words = command.split(/\s+/);
  const program = words.findIndex((word) => /^(?:\/\S*\/)?(?:tcpdump|tshark)$/.test(word));
  if (program < 0) return null;
  const option = words.findIndex(
    (word, at) => at > program && /^(?:-[a-zA-Z]{0,8}i|--interface)$/.test(word),
  );
  const joined = words.find((word, at) => at > program && /^--interface=/.test(word));
  const dev = joined?.slice('--interface='.length) ?? (option < 0 ? undefined : words[option + 1]);
  return dev === undefined || dev === 'any' ? null : dev;
}
