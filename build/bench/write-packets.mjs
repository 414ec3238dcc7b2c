import { closeSync, openSync, writeSync } from 'node:fs';
import { randomNumbers } from './random.mjs';

const CHAINS = ['ADMIN', 'WEB', 'MAIL', 'DNS', 'VPN', 'GUESTS', 'BACKUP', 'MONITOR'];
const PORTS = [22, 25, 53, 80, 443, 993, 1194, 8080, 8443, 9100];

/**
 * Writes the kern.log of a router that traced very many packets with few lines each: three or four a packet, of many
 * addresses and ports, so that hardly two packets have one header.
 */
export function writePackets(path, packets, seed = 3) {
  const random = randomNumbers(seed);
  const file = openSync(path, 'w');
  let microseconds = 1_200_000_000;
  let pending = [];
  for (let packet = 0; packet < packets; packet++) {
    for (const line of drawPacket(random)) {
      microseconds += random.between(1, 9);
      pending.push(`[${(microseconds / 1e6).toFixed(6).padStart(12)}] TRACE: ${line}\n`);
    }
    if (pending.length > 8192) {
      writeSync(file, pending.join(''));
      pending = [];
    }
  }
  writeSync(file, pending.join(''));
  closeSync(file);
}

function drawPacket(random) {
  const chain = random.below(CHAINS.length);
  const isTcp = random.chance(0.7);
  const header = (out, ttl) =>
    `IN=lan${packet.from} OUT=${out} ${packet.mac}SRC=${packet.src} DST=${packet.dst} LEN=${packet.length} TOS=0x00 ` +
    `PREC=0x00 TTL=${ttl} ID=${packet.id} ${isTcp ? 'DF PROTO=TCP' : 'PROTO=UDP'} SPT=${packet.sport} DPT=${packet.dport} ` +
    (isTcp ? `SEQ=${packet.seq} ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0 ` : `LEN=${packet.length - 20} `);
  const packet = {
    from: random.below(4),
    mac: `MAC=52:54:00:11:22:33:52:54:00:44:55:${random.letters(2, '0123456789abcdef')}:08:00 `,
    src: `10.${random.below(8)}.${random.below(256)}.${random.between(2, 254)}`,
    dst: `192.0.${random.below(16)}.${random.between(1, 254)}`,
    length: random.between(60, 1500),
    id: random.below(65536),
    sport: random.between(1024, 65535),
    dport: random.of(PORTS),
    seq: random.below(2 ** 32),
  };
  const end = random.below(10);
  return [
    `raw:PREROUTING:policy:2 ${header('', 64)}`,
    `filter:FORWARD:rule:${chain + 2} ${header('wan0', 63)}`,
    ...(end < 7
      ? [
          `filter:${CHAINS[chain]}:rule:${end + 1} ${header('wan0', 63)}`,
          `mangle:POSTROUTING:policy:1 ${header('wan0', 63)}`,
        ]
      : [
          `filter:${CHAINS[chain]}:return:9 ${header('wan0', 63)}`,
          `filter:FORWARD:policy:11 ${header('wan0', 63)}`,
        ]),
  ];
}
