import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../analyze.ts';
import { bundle } from '../../testing/drawn-log.ts';
import { english } from '../../words/en/index.ts';
import { packetsPcapng } from './packets-pcapng.ts';

const log = [
  'TRACE: raw:PREROUTING:policy:1 IN=eth0 OUT= MAC=52:54:00:a7:40:88:52:54:00:00:00:01:08:00 SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x10 PREC=0x00 TTL=63 ID=4711 DF PROTO=TCP SPT=45476 DPT=81 SEQ=4000000001 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0',
  'TRACE: filter:FORWARD:policy:1 IN=eth0 OUT=eth1 SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x10 PREC=0x00 TTL=62 ID=4711 DF PROTO=TCP SPT=45476 DPT=81 SEQ=4000000001 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0',
  'TRACE: raw:PREROUTING:policy:1 IN=eth0 OUT= SRC=10.1.0.2 DST=10.2.0.3 LEN=84 TOS=0x00 PREC=0x00 TTL=64 ID=7 DF PROTO=ICMP TYPE=8 CODE=0 ID=21 SEQ=3',
  'TRACE: raw:PREROUTING:policy:1 IN=eth1 OUT= SRC=2001:0db8:0000:0000:0000:0000:0000:0001 DST=2001:0db8:0000:0000:0000:0000:0000:0002 LEN=68 TC=0 HOPLIMIT=64 FLOWLBL=0 PROTO=UDP SPT=5 DPT=53 LEN=28',
]
  .map((line, i) => `[  100.00000${i}] ${line}\n`)
  .join('');

async function written(): Promise<Uint8Array> {
  const rules = '*filter\n:FORWARD DROP [0:0]\nCOMMIT\n';
  const analysis = await analyze(bundle({ 'kern.log': log, 'iptables-save.txt': rules }));
  const all = Array.from({ length: analysis.journeys.count }, (_, i) => i);
  const pieces = packetsPcapng(analysis, all, (packet) => 1_700_000_000.25 + packet, english, 'Netopsy test');
  return Buffer.concat([...pieces]);
}

const has = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined;

async function file(): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'netopsy-')), 'packets.pcapng');
  writeFileSync(path, await written());
  return path;
}

describe('packets_as_pcapng', () => {
  it.skipIf(!has('tcpdump'))('say_to_tcpdump_what_the_log_says', async () => {
    const text = execFileSync('tcpdump', ['-r', await file(), '-n', '-v', '-tt'], { encoding: 'utf8' });
    expect(text).toContain(
      '1700000000.250000 IP (tos 0x10, ttl 63, id 4711, offset 0, flags [DF], proto TCP (6), length 60)',
    );
    expect(text).not.toContain('bad cksum');
    expect(text).toMatch(
      /10\.1\.0\.2\.45476 > 10\.2\.0\.2\.81: .*seq 4000000001|10\.1\.0\.2\.45476 > 10\.2\.0\.2\.81/,
    );
    expect(text).toMatch(/10\.1\.0\.2 > 10\.2\.0\.3: ICMP echo request, id 21, seq 3/);
    expect(text).toMatch(
      /IP6 .*hlim 64, next-header UDP \(17\) payload length: 28\) 2001:db8::1\.5 > 2001:db8::2\.53/,
    );
  });

  it.skipIf(!has('tshark'))('show_their_end_as_comment_in_wireshark', async () => {
    const fields = ['frame.comment', 'frame.len', 'frame.interface_name', 'ip.checksum.status'];
    const text = execFileSync(
      'tshark',
      [
        '-r',
        await file(),
        '-o',
        'ip.check_checksum:TRUE',
        '-T',
        'fields',
        ...fields.flatMap((field) => ['-e', field]),
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const [first = ''] = text.split('\n');
    expect(first).toMatch(/^Packet 1: dropped\..*policy.*observed/);
    expect(first).toMatch(/\t74\teth0\t(1|Good)$/);
  });

  it('are_blocks_whose_lengths_stand_at_both_ends', async () => {
    const bytes = await written();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let blocks = 0;
    for (let at = 0; at < bytes.length; blocks++) {
      const length = view.getUint32(at + 4, true);
      expect(view.getUint32(at + length - 4, true)).toBe(length);
      at += length;
    }
    expect(blocks).toBe(1 + 2 + 3);
  });
});
