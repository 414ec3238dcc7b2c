import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { english } from '../../words/en/index.ts';
import { CaptureReader, isCapture } from './capture-reader.ts';
import type { ReadCapture } from './capture-reader.ts';
import { ethernet, pcap, pcapng } from './testing/capture-bytes.ts';
import type { BlockSpec } from './testing/capture-bytes.ts';

/** A SYN of a real capture: `10.1.0.2.59264 > 10.1.0.1.10000: Flags [S], seq 624890711`, id 35929, length 60. */
const syn = hex(
  '4500003c8c5940004006999e 0a010002 0a010001 e7802710 253f1357 00000000 a002faf0 00000000 020405b4',
);
/** `fd00:1::1 > fd00:1::2: frag (0|1448) ICMP6, echo request, id 4711, seq 3` with a hop-by-hop header in front. */
const ipv6Fragment = hex(
  '60000000 0020 00 40 fd000001000000000000000000000001 fd000001000000000000000000000002 ' +
    '2c00 010400000000 3a00 0001 0000abcd 8000 1234 1267 0003 0000000000000000',
);
const arp = hex('0001080006040001 020000000001 0a010001 000000000000 0a010002');

describe('the headers of a packet', () => {
  test('of TCP over IPv4', () => {
    const { records, text, lines } = read(pcap([ethernet(0x0800, syn)]), 'r1.eth0.pcap');
    expect(records.items).toEqual([
      {
        interface: 'eth0',
        direction: null,
        time: '2026-11-21T07:53:14.218358Z',
        src: '10.1.0.2',
        dst: '10.1.0.1',
        protocol: 'tcp',
        sport: 59264,
        dport: 10000,
        tcpFlags: 'S',
        checksum: null,
        ipId: 35929,
        seq: 624890711,
        lengthBytes: 60,
        icmpType: null,
        icmpCode: null,
        refusedPort: null,
        icmpId: null,
        icmpSeq: null,
        at: { file: 'r1.eth0.pcap', line: 1 },
      },
    ]);
    expect(text[0]).toBe(
      '2026-11-21T07:53:14.218358Z eth0 IP 10.1.0.2.59264 > 10.1.0.1.10000: Flags [S], seq 624890711, ip id 35929, length 60',
    );
    expect(lines).toEqual({ parsed: 1, notOurs: 0, notModelled: 0, malformed: 0 });
  });

  test('of the first fragment of an ICMPv6 echo after extension headers', () => {
    expect(read(pcap([ethernet(0x86dd, ipv6Fragment)])).records.items).toMatchObject([
      {
        src: 'fd00:1::1',
        dst: 'fd00:1::2',
        protocol: 'icmpv6',
        ipId: 0xabcd,
        lengthBytes: 72,
        icmpType: 128,
        icmpId: 4711,
        icmpSeq: 3,
      },
    ]);
  });

  test('later fragments have no ports', () => {
    const later = syn.slice();
    later[7] = 0x40;
    expect(read(pcap([ethernet(0x0800, later)])).records.items).toMatchObject([
      { protocol: 'tcp', sport: null, dport: null, tcpFlags: null, seq: null, ipId: 35929 },
    ]);
  });

  test('as far as the snap length goes', () => {
    expect(read(pcap([ethernet(0x0800, syn).slice(0, 14 + 24)])).records.items).toMatchObject([
      { sport: 59264, dport: 10000, seq: null, tcpFlags: null },
    ]);
    expect(read(pcap([ethernet(0x0800, syn).slice(0, 14 + 18)])).lines.malformed).toBe(1);
  });
});

describe('link layers', () => {
  const cooked = (kind: number): Uint8Array => join(hex(`000${kind}0001000602000000000100000800`), syn);
  const cooked2 = join(hex('080000000000000200010406 0200000000010000'), syn);
  test.each([
    ['raw IP', 101, syn, null],
    ['IPv4 only', 228, syn, null],
    ['BSD loopback', 0, join(hex('02000000'), syn), null],
    ['OpenBSD loopback', 108, join(hex('00000002'), syn), null],
    ['Linux cooked, outgoing', 113, cooked(4), 'out'],
    ['Linux cooked, incoming', 113, cooked(0), 'in'],
    ['Linux cooked v2', 276, cooked2, 'out'],
    ['NFLOG', 239, join(hex('02000005 08000100 08000100 06000a00 78200000 40000900'), syn), null],
    ['NFLOG, big endian', 239, join(hex('02000005 00080001 08000100 0006000a 78200000 00400009'), syn), null],
    ['PPPoE', 1, ethernet(0x8864, join(hex('1100 0001 003e 0021'), syn)), null],
  ])('%s', (_, linkType, frame, direction) => {
    expect(read(pcap([frame], { linkType })).records.items).toMatchObject([
      { src: '10.1.0.2', dport: 10000, direction },
    ]);
  });

  test('a frame with a VLAN tag is not of the interface that the capture was made on', () => {
    const tagged = ethernet(0x8100, join(hex('00640800'), syn));
    const doubly = ethernet(0x88a8, join(hex('00c8 8100 00640800'), syn));
    const priority = ethernet(0x8100, join(hex('60000800'), syn));
    expect(read(pcap([tagged, doubly, priority]), 'eth0.pcap').records.items).toMatchObject([
      { src: '10.1.0.2', interface: null },
      { src: '10.1.0.2', interface: null },
      { src: '10.1.0.2', interface: 'eth0' },
    ]);
  });

  test('what is not IP is counted and said', () => {
    const { lines, diagnostics, text } = read(pcap([ethernet(0x0806, arp), ethernet(0x88cc, arp)]));
    expect(lines).toEqual({ parsed: 0, notOurs: 0, notModelled: 2, malformed: 0 });
    expect(diagnostics.map(english.diagnostics.message)).toEqual([
      'Packets not used: 1 ARP, 1 neither IP nor ARP',
    ]);
    expect(text).toHaveLength(2);
    const unknown = read(pcap([syn], { linkType: 127 })).diagnostics;
    expect(unknown.map(english.diagnostics.message)).toEqual(['Packets not used: 1 of link type 127']);
  });
});

describe('the two file formats', () => {
  test.each([
    ['pcap, little endian', pcap([ethernet(0x0800, syn)])],
    ['pcap, big endian', pcap([ethernet(0x0800, syn)], { littleEndian: false })],
    ['pcap, nanoseconds', pcap([ethernet(0x0800, syn)], { nanoseconds: true })],
    ['pcapng, little endian', pcapng([named('eth0'), packet(0)])],
    ['pcapng, big endian', pcapng([named('eth0'), packet(0)], false)],
  ])('%s', (_, bytes) => {
    expect(isCapture(bytes)).toBe(true);
    const [seen] = read(bytes, 'eth0.pcap').records.items as unknown as { time: string; interface: string }[];
    expect(seen).toMatchObject({ src: '10.1.0.2', interface: 'eth0' });
    expect(seen?.time).toMatch(/^2026-11-21T07:53:14\.218358(?:000)?Z$/);
  });

  test('pcapng packets are of the interface that they name, with their direction', () => {
    const { records } = read(
      pcapng([
        named('eth0'),
        named('wan.100'),
        packet(1, 2),
        packet(0, 1),
        { kind: 'obsolete', interface: 1, data: ethernet(0x0800, syn) },
        { kind: 'simple', data: ethernet(0x0800, syn) },
      ]),
      'x/capture.pcapng',
    );
    expect(records.items).toMatchObject([
      { interface: 'wan.100', direction: 'out', at: { line: 1 } },
      { interface: 'eth0', direction: 'in' },
      { interface: 'wan.100', direction: null, time: '2026-11-21T07:53:14.218358Z' },
      { interface: 'eth0', direction: null, time: null, at: { line: 4 } },
    ]);
  });

  test('a second section counts its interfaces anew', () => {
    const sections = join(pcapng([named('eth0'), packet(0)]), pcapng([named('eth1'), packet(0)], false));
    expect(read(sections).records.items).toMatchObject([{ interface: 'eth0' }, { interface: 'eth1' }]);
  });

  test('a capture that is cut off, or damaged, keeps what could be read', () => {
    const whole = pcap([ethernet(0x0800, syn), ethernet(0x0800, syn)]);
    const cut = read(whole.slice(0, -7));
    expect(cut.lines.parsed).toBe(1);
    expect(cut.diagnostics.map(english.diagnostics.message)).toEqual(['The capture ends within packet 2']);
    const damaged = whole.slice();
    damaged.fill(0xff, 24 + 16 + 14 + syn.length, 24 + 16 + 14 + syn.length + 16);
    expect(read(damaged).lines.parsed).toBe(1);
    expect(read(damaged).diagnostics[0]?.code).toBe('file-truncated');
  });

  test('of more packets than are kept, the others are counted', () => {
    const reader = new CaptureReader('eth0.pcap', 2);
    reader.push(pcap([syn, syn, syn].map((data) => ethernet(0x0800, data))));
    const { records, lines, diagnostics } = reader.finish();
    expect(records.items).toHaveLength(2);
    expect(lines.parsed).toBe(3);
    expect(diagnostics.map(english.diagnostics.message)).toEqual(['Of 3 packets, the first 2 were kept']);
  });
});

test('chunks may be cut anywhere', () => {
  const bytes = pcapng([named('eth0'), packet(0), packet(0, 2), { kind: 'simple', data: ipv6Fragment }]);
  const whole = read(bytes);
  for (const size of [1, 3, 7, 64]) expect(read(bytes, 'eth0.pcap', size)).toEqual(whole);
});

test('no bytes make it throw, and every packet is accounted for', () => {
  const seeds = [
    pcap([ethernet(0x0800, syn), ethernet(0x86dd, ipv6Fragment), ethernet(0x0806, arp)]),
    pcapng([named('eth0'), packet(0), { kind: 'obsolete', interface: 3, data: syn }, packet(0, 1)]),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 6 }),
      fc.nat(500),
      fc.uint8Array({ maxLength: 60 }),
      (seed, changes, end, tail) => {
        const bytes = join(seed.slice(0, end), tail);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const { lines, text } = read(bytes, 'f', 13);
        expect(lines.parsed + lines.notModelled + lines.malformed).toBe(text.length);
      },
    ),
    { numRuns: 2000 },
  );
});

function read(bytes: Uint8Array, file = 'eth0.pcap', chunk = bytes.length): ReadCapture {
  const reader = new CaptureReader(file);
  for (let start = 0; start < bytes.length; start += chunk) reader.push(bytes.slice(start, start + chunk));
  return reader.finish();
}

function named(name: string): BlockSpec {
  return { kind: 'interface', name };
}

function packet(dev: number, flags?: number): BlockSpec {
  return { kind: 'enhanced', interface: dev, data: ethernet(0x0800, syn), flags: flags ?? 0 };
}

function hex(text: string): Uint8Array {
  return Uint8Array.from(text.replaceAll(' ', '').match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
