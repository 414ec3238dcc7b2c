import { describe, expect, test } from 'vitest';
import { type DrawnFields } from '../../testing/drawn-log.ts';
import { host } from '../../testing/host.ts';

const fields: DrawnFields = { in: 'eth0', dst: '10.1.0.1' };
const udp: DrawnFields = { ...fields, proto: 'PROTO=UDP SPT=41001 DPT=53 LEN=40' };

async function causeWith(packet: DrawnFields, answer: string) {
  const { packets } = await host()
    .router()
    .rules(':INPUT ACCEPT')
    .trace(['filter:INPUT:policy:1', packet])
    .file('eth0-capture.txt', '== eth0.pcap (interface eth0)', `07:53:14.218358 IP 10.1.0.1${answer}`)
    .analysed();
  return { kind: packets[0]?.cause?.kind ?? null, disposition: packets[0]?.disposition };
}

describe('a packet that a local socket should have got, and the host answered', () => {
  test.each<[string, DrawnFields, string]>([
    ['with a RST', fields, '.80 > 10.1.0.2.41001: Flags [R.], seq 0, ack 8, win 0, length 0'],
    ['with a port unreachable', udp, ' > 10.1.0.2: ICMP 10.1.0.1 udp port 53 unreachable, length 68'],
  ])('%s had no listener', async (_, packet, answer) => {
    expect(await causeWith(packet, answer)).toEqual({ kind: 'no-listener', disposition: 'delivered' });
  });

  test.each<[string, DrawnFields, string]>([
    ['for another port', udp, ' > 10.1.0.2: ICMP 10.1.0.1 udp port 54 unreachable, length 68'],
    ['with a SYN,ACK', fields, '.80 > 10.1.0.2.41001: Flags [S.], seq 0, ack 8, win 9, length 0'],
  ])('%s had one, as far as it shows', async (_, packet, answer) => {
    expect(await causeWith(packet, answer)).toEqual({ kind: null, disposition: 'delivered' });
  });
});
