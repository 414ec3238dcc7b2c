import { closeSync, openSync, writeSync } from 'node:fs';
import { randomNumbers } from './random.mjs';

/** A packet of a router with a chain of services: what each tracer prints of it. */
function drawPacket(random, microseconds) {
  return {
    seconds: 1_790_000_000 + Math.floor(microseconds / 1e6),
    fraction: String(microseconds % 1e6).padStart(6, '0'),
    from: `lan${random.below(4)}`,
    src: [10, random.below(8), random.below(256), random.between(2, 254)],
    dst: [192, 0, random.below(16), random.between(1, 254)],
    length: random.between(60, 1500),
    id: random.below(65536),
    sport: random.between(1024, 65535),
    dport: random.of([22, 25, 53, 80, 443, 993, 8080, 9100]),
    seq: random.below(2 ** 32),
    rule: random.between(1, 9),
    isDropped: random.chance(0.3),
    trace: random.letters(8, '0123456789abcdef'),
  };
}

/** The fields of a kernel line. */
function fields(packet, out, ttl) {
  return (
    `IN=${packet.from} OUT=${out} MAC=52:54:00:11:22:33:52:54:00:44:55:66:08:00 SRC=${packet.src.join('.')} ` +
    `DST=${packet.dst.join('.')} LEN=${packet.length} TOS=0x00 PREC=0x00 TTL=${ttl} ID=${packet.id} DF PROTO=TCP ` +
    `SPT=${packet.sport} DPT=${packet.dport} SEQ=${packet.seq} ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0 `
  );
}

/** The places of a packet with the header at each. */
function places(packet) {
  const end = packet.isDropped ? `filter:SERVICES:rule:${packet.rule}` : 'mangle:POSTROUTING:policy:1';
  return [
    `raw:PREROUTING:policy:2 ${fields(packet, '', 64)}`,
    ...['filter:FORWARD:rule:1', end].map((place) => `${place} ${fields(packet, 'wan0', 63)}`),
  ];
}

const stamp = ({ seconds, fraction }) =>
  `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}+00:00`;

function kernelLog(packet) {
  return places(packet)
    .map((line) => `${stamp(packet)} rtr kernel: TRACE: ${line}\n`)
    .join('');
}

function journald(packet) {
  return places(packet)
    .map(
      (line) =>
        `{"__REALTIME_TIMESTAMP":"${packet.seconds}${packet.fraction}","_HOSTNAME":"rtr","_TRANSPORT":"kernel",` +
        `"PRIORITY":"4","SYSLOG_IDENTIFIER":"kernel","_BOOT_ID":"5d5c5a5e5f5d4c3b2a19080706050403",` +
        `"_SOURCE_MONOTONIC_TIMESTAMP":"${packet.seconds % 1e6}${packet.fraction}","MESSAGE":"TRACE: ${line}"}\n`,
    )
    .join('');
}

function logTarget(packet) {
  return `${stamp(packet)} rtr kernel: [FW ${packet.isDropped ? 'DROP' : 'ACCEPT'}] ${fields(packet, 'wan0', 63)}\n`;
}

function nftTrace(packet) {
  const header = (out, ttl) =>
    `packet: iif "${packet.from}" ${out}ether saddr 52:54:00:44:55:66 ether daddr 52:54:00:11:22:33 ip saddr ` +
    `${packet.src.join('.')} ip daddr ${packet.dst.join('.')} ip dscp cs0 ip ecn not-ect ip ttl ${ttl} ip id ${packet.id} ` +
    `ip protocol tcp ip length ${packet.length} tcp sport ${packet.sport} tcp dport ${packet.dport} tcp flags == syn tcp window 64240 `;
  const verdict = packet.isDropped ? 'drop' : 'accept';
  return [
    `inet t pre ${header('', 64)}`,
    'inet t pre policy accept ',
    `inet t forward ${header('oif "wan0" ', 63)}`,
    'inet t forward rule counter packets 0 bytes 0 jump services (verdict jump services)',
    `inet t services rule tcp dport ${packet.dport} counter packets 0 bytes 0 ${verdict} (verdict ${verdict})`,
  ]
    .map((line) => `trace id ${packet.trace} ${line}\n`)
    .join('');
}

function xtablesMonitor(packet) {
  const header = (out, ttl) =>
    `PACKET: 2 ${packet.trace} IN=${packet.from} ${out}MACSRC=52:54:0:44:55:66 MACDST=52:54:0:11:22:33 MACPROTO=0800 ` +
    `SRC=${packet.src.join('.')} DST=${packet.dst.join('.')} LEN=${packet.length} TOS=0x0 TTL=${ttl} ID=${packet.id} DF ` +
    `SPORT=${packet.sport} DPORT=${packet.dport} SYN `;
  const verdict = packet.isDropped ? 'DROP' : 'ACCEPT';
  return [
    header('', 64),
    ` TRACE: 2 ${packet.trace} raw:PREROUTING:policy:ACCEPT `,
    header('OUT=wan0 ', 63),
    ` TRACE: 2 ${packet.trace} filter:FORWARD:rule:0x1:JUMP:SERVICES  -4 -t filter -A FORWARD -j SERVICES`,
    ` TRACE: 2 ${packet.trace} filter:SERVICES:rule:0x${packet.rule}:${verdict}  -4 -t filter -A SERVICES -p tcp -m tcp --dport ${packet.dport} -j ${verdict}`,
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** The file's header: microseconds, Ethernet. */
const captureStart = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');
const ethernet = Buffer.from('5254001122335254004455660800', 'hex');

/** A record of a capture that holds the first 96 bytes. */
function captured(packet) {
  const kept = 96;
  const record = Buffer.alloc(16 + kept);
  record.writeUInt32LE(packet.seconds, 0);
  record.writeUInt32LE(Number(packet.fraction), 4);
  record.writeUInt32LE(kept, 8);
  record.writeUInt32LE(14 + packet.length, 12);
  ethernet.copy(record, 16);
  const ip = record.subarray(30);
  ip.set([0x45, 0, packet.length >> 8, packet.length & 255, packet.id >> 8, packet.id & 255, 0x40, 0, 64, 6]);
  ip.set([...packet.src, ...packet.dst], 12);
  ip.writeUInt16BE(packet.sport, 20);
  ip.writeUInt16BE(packet.dport, 22);
  ip.writeUInt32BE(packet.seq, 24);
  ip.set([0x50, 0x02, 0xfa, 0xf0], 32);
  return record;
}

/** By the name of a format: what stands in it for one packet, and the file's name and, where it has one, header. */
export const formats = {
  'kernel log': { name: 'kern.log', written: kernelLog },
  'journalctl -o json': { name: 'journal.json', written: journald },
  'LOG lines alone': { name: 'messages', written: logTarget },
  'nft monitor trace': { name: 'nft-trace.txt', written: nftTrace },
  'xtables-monitor --trace': { name: 'xtables-trace.txt', written: xtablesMonitor },
  pcap: { name: 'eth0.pcap', written: captured, start: captureStart },
};

/** A flood: one line of each of very many flows. */
export const flood = {
  written: (packet) => `${stamp(packet)} rtr kernel: TRACE: ${places(packet).at(-1)}\n`,
};

/**
 * Writes a file of at least this many bytes.
 *
 * @param {string} path
 * @param {{ written: (packet: any) => string | Buffer, start?: Buffer }} format
 * @param {number} bytes
 */
export function writeFormat(path, { written, start = Buffer.alloc(0) }, bytes, seed = 5) {
  const random = randomNumbers(seed);
  const file = openSync(path, 'w');
  let microseconds = 0;
  let size = writeSync(file, start);
  while (size < bytes) {
    const parts = [];
    for (let packet = 0; packet < 4096; packet++) {
      microseconds += random.between(5, 400);
      parts.push(Buffer.from(written(drawPacket(random, microseconds))));
    }
    size += writeSync(file, Buffer.concat(parts));
  }
  closeSync(file);
}
