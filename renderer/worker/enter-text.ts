import type { Analysis } from '../../core/index.ts';
import type { BitTable } from './bit-table.ts';
import type { NameIndex } from './name-index.ts';

type HeaderColumns = Analysis['events']['headers'];

/**
 * Sets `bit` for the headers that have the text in an address, interface, or port; `10.2.0.2:81` is the end of an
 * address with the beginning of a port.
 */
export function enterText(
  table: BitTable,
  bit: number,
  headers: HeaderColumns,
  names: NameIndex,
  hits: Uint8Array,
  text: string,
): boolean {
  const inNames = enterNames(table, bit, headers, hits);
  const inPorts = /^\d{1,5}$/.test(text) && enterPorts(table, bit, headers, text);
  const socket = /^(.*):(\d{1,5})$/.exec(text);
  if (socket === null) return inNames || inPorts;
  const ends = names.endingIn((socket[1] ?? '').replace(/^\[|\]$/g, ''));
  return enterSockets(table, bit, headers, ends, socket[2] ?? '') || inNames || inPorts;
}

function enterNames(table: BitTable, bit: number, headers: HeaderColumns, hits: Uint8Array): boolean {
  if (!hits.includes(1)) return false;
  const { src, dst, inInterface, outInterface, physIn, physOut } = headers;
  const bits = (table.bits ??= new Uint32Array(table.size));
  const mask = 1 << bit;
  let any = false;
  for (let h = 0; h < bits.length; h++) {
    const hit =
      (hits[src[h] as number] as number) |
      (hits[dst[h] as number] as number) |
      (hits[inInterface[h] as number] as number) |
      (hits[outInterface[h] as number] as number) |
      (hits[physIn[h] as number] as number) |
      (hits[physOut[h] as number] as number);
    if (hit === 0) continue;
    bits[h] = (bits[h] as number) | mask;
    any = true;
  }
  return any;
}

function enterPorts(table: BitTable, bit: number, { sport, dport }: HeaderColumns, digits: string): boolean {
  const ports = portTable((port) => port.includes(digits));
  const bits = (table.bits ??= new Uint32Array(table.size));
  const mask = 1 << bit;
  let any = false;
  for (let h = 0; h < bits.length; h++) {
    if ((portHit(ports, sport[h]) | portHit(ports, dport[h])) === 0) continue;
    bits[h] = (bits[h] as number) | mask;
    any = true;
  }
  return any;
}

function enterSockets(
  table: BitTable,
  bit: number,
  { src, dst, sport, dport }: HeaderColumns,
  ends: Uint8Array,
  digits: string,
): boolean {
  const ports = portTable((port) => port.startsWith(digits));
  const bits = (table.bits ??= new Uint32Array(table.size));
  const mask = 1 << bit;
  let any = false;
  for (let h = 0; h < bits.length; h++) {
    const isSource = (ends[src[h] as number] as number) & portHit(ports, sport[h]);
    const isTarget = (ends[dst[h] as number] as number) & portHit(ports, dport[h]);
    if ((isSource | isTarget) === 0) continue;
    bits[h] = (bits[h] as number) | mask;
    any = true;
  }
  return any;
}

/** 1 for each port whose digits fit, from entry 1 on: -1, which stands for no port, has entry 0. */
function portTable(fits: (port: string) => boolean): Uint8Array {
  return Uint8Array.from({ length: 65537 }, (_, i) => (i > 0 && fits(String(i - 1)) ? 1 : 0));
}

function portHit(ports: Uint8Array, port: number | undefined): number {
  return ports[(port as number) + 1] as number;
}
