import type { Analysis } from '../../core/index.ts';

type HeaderColumns = Analysis['events']['headers'];

/** A search for bare text, prepared for one capture. */
export interface TextTest {
  word(word: string): boolean;
  /** By index into the names of the trace events. */
  name(index: number | undefined): boolean;
  header(headers: HeaderColumns, header: number): boolean;
}

/**
 * Part of an address, interface, or port; `10.2.0.2:81` is the end of an address with the beginning of a port. Names
 * are tested once each, so that a million headers cost look-ups only.
 */
export function textTest(text: string, names: readonly string[]): TextTest {
  const wanted = text.toLowerCase();
  const word = (candidate: string) => candidate.toLowerCase().includes(wanted);
  const hit = Uint8Array.from(names, (candidate) => (word(candidate) ? 1 : 0));
  const name = (index: number | undefined) => index !== undefined && hit[index] === 1;
  const inPort = /^\d{1,5}$/.test(wanted);
  const port = (value: number | undefined) =>
    value !== undefined && value >= 0 && String(value).includes(wanted);
  const socket = socketTest(wanted, names);

  return {
    word,
    name,
    header: (headers, h) =>
      name(headers.src[h]) ||
      name(headers.dst[h]) ||
      name(headers.inInterface[h]) ||
      name(headers.outInterface[h]) ||
      name(headers.physIn[h]) ||
      name(headers.physOut[h]) ||
      (inPort && (port(headers.sport[h]) || port(headers.dport[h]))) ||
      (socket !== null &&
        (socket(headers.src[h], headers.sport[h]) || socket(headers.dst[h], headers.dport[h]))),
  };
}

type SocketTest = (address: number | undefined, port: number | undefined) => boolean;

function socketTest(wanted: string, names: readonly string[]): SocketTest | null {
  const match = /^(.*):(\d{1,5})$/.exec(wanted);
  if (match === null) return null;
  const address = (match[1] ?? '').replace(/^\[|\]$/g, '');
  const portText = match[2] ?? '';
  const ends = Uint8Array.from(names, (name) => (name.toLowerCase().endsWith(address) ? 1 : 0));
  return (index, port) =>
    index !== undefined &&
    port !== undefined &&
    port >= 0 &&
    ends[index] === 1 &&
    String(port).startsWith(portText);
}
