import { packetDocuments, packetsPcapng, visibleJson } from '../../core/index.ts';
import { words } from '../language.ts';
import { narrowedCount, packetsInRows, type Capture } from './capture.ts';
import { version } from './version.ts';
import { joined } from './write-report.ts';

/** The packets of the last filter as a file. */
export async function packetsAs(capture: Capture, format: 'ndjson' | 'pcapng'): Promise<Uint8Array> {
  const { analysis } = capture;
  const packets = packetsInRows(capture, 0, narrowedCount(capture));
  if (format === 'pcapng') {
    const times = await capture.readTimes();
    const secondsOf = (packet: number) => times?.seconds[packet] ?? NaN;
    // Readers of captures want the packets in the order in which they came.
    const inOrder = packets.slice().sort();
    return joined([...packetsPcapng(analysis, inOrder, secondsOf, words, `Netopsy ${version}`)]);
  }
  const encoder = new TextEncoder();
  const lines: Uint8Array[] = [];
  for await (const document of packetDocuments(analysis, words, packets))
    lines.push(encoder.encode(`${visibleJson(JSON.stringify(document))}\n`));
  return joined(lines);
}
