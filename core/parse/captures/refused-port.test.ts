import { expect, test } from 'vitest';
import { refusedPort } from './refused-port.ts';

/** An ICMP message with the beginning of the packet that it answers. */
function message(type: number, code: number, answered: readonly number[]): Uint8Array {
  return Uint8Array.of(type, code, 0, 0, 0, 0, 0, 0, ...answered);
}

/** An IPv4 header with `words` of options, and the ports. */
function ipv4(protocol: number, words = 0): readonly number[] {
  const header = new Array<number>(20 + words * 4).fill(0);
  header[0] = 0x45 + words;
  header[9] = protocol;
  return [...header, 0xa0, 0x29, 0x00, 0x35];
}

const ipv6 = [0x60, 0, 0, 0, 0, 8, 17, 64, ...new Array<number>(32).fill(0), 0xa0, 0x29, 0x00, 0x35];

test.each<[string, number, Uint8Array, number | null]>([
  ['of IPv4', 1, message(3, 3, ipv4(17)), 53],
  ['after IP options', 1, message(3, 3, ipv4(17, 2)), 53],
  ['of IPv6', 58, message(1, 4, ipv6), 53],
  ['for a TCP segment', 1, message(3, 3, ipv4(6)), null],
  ['of a host', 1, message(3, 1, ipv4(17)), null],
  ['that is cut', 1, message(3, 3, ipv4(17)).subarray(0, 30), null],
  ['without the packet', 58, message(1, 4, []), null],
])('the port of an ICMP unreachable %s', (_, protocol, bytes, port) => {
  expect(refusedPort(protocol, bytes)).toBe(port);
});
