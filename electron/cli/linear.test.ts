import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runCli } from './main.ts';

/**
 * Inputs on which a search that backtracks takes the square of their length: minutes at these sizes. The bound is far
 * above what they take, so that a busy machine doesn't fail them.
 */
const BOUND = 30_000;
const folder = mkdtempSync(join(tmpdir(), 'netopsy-linear-'));
afterAll(() => rmSync(folder, { recursive: true }));

const stamp = 'Nov 21 06:36:49 rtr kernel: [  420.080676] ';
const packet = 'IN=eth0 OUT= MAC= SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=1 DF PROTO=TCP SPT=1 DPT=22 SEQ=1 ACK=0 WINDOW=1 RES=0x00 SYN URGP=0'; // prettier-ignore
const trace = `${stamp}TRACE: raw:PREROUTING:policy:2 ${packet}`;
const begun = `${stamp}TRACE: raw:PREROUTING:policy:2`;

it.each([
  ['colons in a file of routes', 'ip-route.txt', `default via 10.1.0.254 dev eth0\n${':'.repeat(200_000)}\n`],
  ['IN= again and again', 'kern.log', `${begun}\n${packet}\n${begun}\n${'IN='.repeat(100_000)}\n`],
  ['one wrapped line without end', 'kern.log', `${begun} IN=eth0 OUT=\n${'DST=1.1.1.1\n'.repeat(60_000)}`],
  ['colons after a packet', 'kern.log', `${trace}\n${':'.repeat(200_000)}\n`],
  ['a long run of hexadecimal digits', 'kern.log', `${trace}\n${'0a '.repeat(80_000)}\n`],
  [
    'options that may be values of each other',
    'notes.txt',
    `ip${' -n'.repeat(130)} !\nsysctl${' -a/b.c'.repeat(50)} !\nnetstat${' -a'.repeat(130)} !\ntail${' -./a'.repeat(70)} !\n`,
  ],
  [
    'an address without end, and a line separator',
    'ip-addr.txt',
    `1: lo: <UP> mtu 1\n    inet ${'6'.repeat(300_000)}\u2028x\n`,
  ],
  ['a captured line of addresses', 'tcpdump.txt', `06:36:49.080676 IP 10.1.0.2.5 > 10.2.0.2.7: UDP, length 12\n${'IP ::::'.repeat(40_000)}\n`], // prettier-ignore
])(
  '%s',
  async (_, name, text) => {
    const bundle = mkdtempSync(join(folder, 'bundle-'));
    writeFileSync(join(bundle, name), text);
    if (name !== 'kern.log') writeFileSync(join(bundle, 'kern.log'), `${trace}\n`);
    for (const options of [[], ['--redact', '--redact-map', join(folder, 'map.json')]]) {
      const began = Date.now();
      const status = await runCli(['analyze', bundle, ...options], { out: async () => {}, err: () => {} });
      expect(status).toBeLessThan(4);
      expect(Date.now() - began).toBeLessThan(BOUND);
    }
  },
  120_000,
);

it.each([['drop'], [null]])(
  'thousands of packets of nft that look alike (%s)',
  async (same) => {
    const bundle = mkdtempSync(join(folder, 'bundle-'));
    const lines = Array.from({ length: 8000 }, (_, i) => {
      const id = (i + 1).toString(16).padStart(8, '0');
      const rule = same ?? `ip saddr 11.0.${i >> 8}.${i & 255} drop`;
      return [
        `trace id ${id} inet f forward packet: iif "eth0" oif "eth1" ip saddr 11.0.${i >> 8}.${i & 255} ip daddr 10.2.0.2 ip ttl 64 ip id 1 ip protocol tcp ip length 60 tcp sport 1 tcp dport 22`,
        `trace id ${id} inet f forward rule ${rule} (verdict drop)`,
      ];
    });
    writeFileSync(join(bundle, 'nft-trace.txt'), `${lines.flat().join('\n')}\n`);
    const began = Date.now();
    let out = '';
    await runCli(['analyze', bundle], { out: async (text) => void (out += text), err: () => {} });
    expect(out).toMatch(/^8,000 packets .*8,000 dropped/);
    expect(Date.now() - began).toBeLessThan(BOUND);
  },
  120_000,
);

it.each(['SPT=4294967318', 'DPT=4294967318', 'DPT=99999', 'TTL=300', 'ID=65536', 'TOS=0x1ff', 'LEN=70000'])(
  '%s is malformed',
  async (field) => {
    const bundle = mkdtempSync(join(folder, 'bundle-'));
    const name = field.slice(0, field.indexOf('='));
    writeFileSync(join(bundle, 'kern.log'), `${trace}\n${trace.replace(new RegExp(` ${name}=\\S+`), ` ${field}`)}\n`); // prettier-ignore
    let out = '';
    await runCli(['analyze', bundle, '--json'], { out: async (text) => void (out += text), err: () => {} });
    const document = JSON.parse(out) as {
      packets: { total: number };
      artifacts: readonly { lines: unknown }[];
    };
    expect(document.packets.total).toBe(1);
    expect(JSON.stringify(document.artifacts)).toMatch(/"malformed":1/);
  },
);
