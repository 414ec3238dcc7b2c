import type { LineCounts } from '../../model/artifact.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { diagnostic } from '../../model/diagnostic.ts';
import type { CaptureFault, UnreadPacket } from '../../model/diagnostic-kind.ts';
import type { SeenPacket } from '../../model/witness.ts';
import type { Records } from '../../model/records.ts';
import { ByteFeed } from './byte-feed.ts';
import { interfaceOfName } from './capture-interface.ts';
import type { Frame } from './frame.ts';
import { ipPacket } from './ip-packet.ts';
import { knowsLinkType, linkLayer } from './link-layer.ts';
import { packetText } from './packet-text.ts';
import { isPcap, readPcap } from './pcap.ts';
import { isPcapng, readPcapng } from './pcapng.ts';

/** Rows for more packets would fill the memory of a window; a capture has any number. */
const mostKept = 100_000;

/** Whether a file with these first bytes is a capture of packets, pcap or pcapng. */
export function isCapture(head: Uint8Array): boolean {
  return isPcap(head) || isPcapng(head);
}

/** What a capture said. Its "lines" are its packets, numbered from 1 as tshark and Wireshark number them. */
export interface ReadCapture {
  readonly records: Records;
  readonly lines: LineCounts;
  readonly diagnostics: readonly Diagnostic[];
  /** One line for each packet that was kept, the first packet's first. */
  readonly text: readonly string[];
}

/**
 * Reads the headers of a capture's packets from its chunks, never what the packets carry. Of a capture larger than
 * `keep` packets, the rest is only counted.
 */
export class CaptureReader {
  readonly #file: string;
  readonly #keep: number;
  readonly #counts = { parsed: 0, notOurs: 0, notModelled: 0, malformed: 0 };
  readonly #items: SeenPacket[] = [];
  readonly #text: string[] = [];
  readonly #unread = new Map<string, { readonly what: UnreadPacket; count: number }>();
  #feed: ByteFeed | null = null;
  #damage: CaptureFault | null = null;
  #packets = 0;

  constructor(file: string, keep = mostKept) {
    this.#file = file;
    this.#keep = keep;
  }

  /** Packets read so far. */
  get packets(): number {
    return this.#packets;
  }

  push(chunk: Uint8Array): void {
    this.#feed ??= new ByteFeed(this.#readerFor(chunk));
    this.#feed.push(chunk);
  }

  finish(): ReadCapture {
    return {
      records: { kind: 'seen-packets', items: this.#items },
      lines: { ...this.#counts },
      diagnostics: this.#diagnostics(),
      text: this.#text,
    };
  }

  #readerFor(firstChunk: Uint8Array): ReturnType<typeof readPcap> {
    const name = interfaceOfName(this.#file);
    const sink = {
      frame: (frame: Frame) => this.#read(frame),
      damaged: (fault: CaptureFault) => {
        this.#damage = fault;
      },
    };
    // A capture that comes byte by byte is told by its first byte: only a section header begins with a line feed.
    return firstChunk[0] === 0x0a ? readPcapng(name, sink) : readPcap(name, sink);
  }

  #read(frame: Frame): void {
    this.#packets++;
    const carried = linkLayer(frame);
    const isKept = this.#packets <= this.#keep;
    if (carried?.what === 'ip') {
      const { offset, tagged, direction } = carried;
      if (!isKept) {
        this.#counts.parsed++;
        return;
      }
      const fields = ipPacket(frame.bytes.subarray(offset), frame.wireLength - offset);
      if (fields) {
        this.#counts.parsed++;
        const dev = tagged ? null : frame.interface;
        const packet = { ...fields, checksum: null, interface: dev, direction, time: frame.time() };
        this.#items.push({ ...packet, at: { file: this.#file, line: this.#packets } });
        this.#text.push(packetText(packet));
        return;
      }
    }
    const isOther = carried?.what === 'other' || carried?.what === 'arp';
    const what = isOther ? otherPacket(frame, carried.what) : ({ kind: 'damaged' } as const);
    const shown = asPrinted(what);
    this.#counts[isOther ? 'notModelled' : 'malformed']++;
    const group = this.#unread.get(shown) ?? { what, count: 0 };
    this.#unread.set(shown, group);
    group.count++;
    if (isKept) this.#text.push(`${frame.time() ?? ''} ${shown}`.trim());
  }

  #diagnostics(): Diagnostic[] {
    const about: Diagnostic[] = [];
    const packets = this.#packets;
    if (this.#damage !== null)
      about.push(diagnostic('capture-damaged', { packets, fault: this.#damage }, this.#file));
    else if (this.#feed?.isMidway)
      about.push(diagnostic('capture-cut-off', { packet: packets + 1 }, this.#file));
    if (packets > this.#keep)
      about.push(diagnostic('capture-too-long', { packets, kept: this.#keep }, this.#file));
    const groups = [...this.#unread.values()].slice(0, 8);
    if (groups.length > 0) about.push(diagnostic('packets-passed-over', { groups }, this.#file));
    return about;
  }
}

function otherPacket({ linkType }: Frame, what: 'arp' | 'other'): UnreadPacket {
  if (what === 'arp') return { kind: 'arp' };
  return knowsLinkType(linkType) ? { kind: 'not-ip' } : { kind: 'link-type', number: linkType };
}

/** What stands for the packet in the text of the capture, as tcpdump would have it: `[|ip]` is a header that is cut. */
function asPrinted(what: UnreadPacket): string {
  switch (what.kind) {
    case 'arp':
      return 'ARP';
    case 'not-ip':
      return 'non-IP';
    case 'damaged':
      return '[|ip]';
    case 'link-type':
      return `linktype ${what.number}`;
  }
}
