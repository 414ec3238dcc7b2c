import type { Analysis } from '../../core/index.ts';

type HeaderColumns = Analysis['events']['headers'];

/** A search for bare text, prepared for one capture. */
export interface TextTest {
  word(word: string): boolean;
  /** By index into the names of the trace events. */
  name(index: number | undefined): boolean;
  /** A test of headers by index; null where none fits. */
  headers(headers: HeaderColumns): ((header: number) => boolean) | null;
}

/**
 * Part of an address, interface, or port; `10.2.0.2:81` is the end of an address with the beginning of a port. Names
 * are tested once each, so that a million headers cost look-ups only.
 */
export function textTest(text: string, names: readonly string[]): TextTest {
  const wanted = text.toLowerCase();
  const hasLetters = /[^\d.:/]/.test(wanted);
  const word = (candidate: string) => (hasLetters ? candidate.toLowerCase() : candidate).includes(wanted);
  const hit = Uint8Array.from(names, (candidate) => (word(candidate) ? 1 : 0));
  const name = (index: number | undefined) => index !== undefined && hit[index] === 1;
  const ports = /^\d{1,5}$/.test(wanted) ? portTable((port) => port.includes(wanted)) : null;
  const socket = socketTest(wanted, names);

  return {
    word,
    name,
    headers({ src, dst, inInterface, outInterface, physIn, physOut, sport, dport }) {
      if (!hit.includes(1) && ports === null && socket === null) return null;
      return (h) =>
        name(src[h]) ||
        name(dst[h]) ||
        name(inInterface[h]) ||
        name(outInterface[h]) ||
        name(physIn[h]) ||
        name(physOut[h]) ||
        (ports !== null && (ports[sport[h] ?? -1] === 1 || ports[dport[h] ?? -1] === 1)) ||
        (socket !== null && (socket(src[h], sport[h]) || socket(dst[h], dport[h])));
    },
  };
}

/** 1 for each port whose digits fit: asked once for each, so that a million headers cost look-ups only. */
function portTable(fits: (port: string) => boolean): Uint8Array {
  return Uint8Array.from({ length: 65536 }, (_, port) => (fits(String(port)) ? 1 : 0));
}

type SocketTest = (address: number | undefined, port: number | undefined) => boolean;

function socketTest(wanted: string, names: readonly string[]): SocketTest | null {
  const match = /^(.*):(\d{1,5})$/.exec(wanted);
  if (match === null) return null;
  const address = (match[1] ?? '').replace(/^\[|\]$/g, '');
  const portText = match[2] ?? '';
  const ports = portTable((port) => port.startsWith(portText));
  const ends = Uint8Array.from(names, (name) => (name.toLowerCase().endsWith(address) ? 1 : 0));
  return (index, port) => index !== undefined && port !== undefined && ends[index] === 1 && ports[port] === 1;
}
