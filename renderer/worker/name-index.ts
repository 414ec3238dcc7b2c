import type { Analysis, Family } from '../../core/index.ts';
import { addressHits, indexAddresses, type AddressIndex } from './address-index.ts';

/** Questions to the names of a capture, hundreds of thousands of addresses among them. An answer has 1 for each name that fits. */
export interface NameIndex {
  equal(name: string): Uint8Array;
  address(wanted: string): Uint8Array;
  /** Upper and lower case are the same. */
  including(text: string): Uint8Array;
  endingIn(text: string): Uint8Array;
  /** Addresses of IPv6, or of IPv4 and whatever else has no colon. */
  family(family: Family): Uint8Array;
  /** Makes what the first question would wait for, a part with each call; false where nothing was left to make. */
  prepare(): boolean;
  /** Any other question. */
  word(fits: (name: string) => boolean): Uint8Array;
}

/** What the answers need is made with the first question, and kept. */
export function indexNames({ events: { names } }: Pick<Analysis, 'events'>): NameIndex {
  let addresses: AddressIndex | null = null;
  let text: JoinedNames | null = null;
  const byAddress = () => (addresses ??= indexAddresses(names));
  const joined = () => (text ??= joinNames(names));
  return {
    equal(name) {
      const hits = new Uint8Array(names.length);
      const index = names.indexOf(name);
      if (index >= 0) hits[index] = 1;
      return hits;
    },
    address: (wanted) => addressHits(names, byAddress(), wanted),
    including: (wanted) => search(joined(), wanted.toLowerCase(), false),
    endingIn: (wanted) => search(joined(), wanted.toLowerCase(), true),
    prepare() {
      if (addresses === null) byAddress();
      else if (text === null) joined();
      else return false;
      return true;
    },
    family(family) {
      const { version } = byAddress();
      const hits = new Uint8Array(names.length);
      const isIpv6 = (i: number) =>
        version[i] === 6 || (version[i] === 0 && names[i]?.includes(':') === true);
      for (let i = 0; i < hits.length; i++) if (isIpv6(i) === (family === 'ipv6')) hits[i] = 1;
      return hits;
    },
    word(fits) {
      const hits = new Uint8Array(names.length);
      for (let i = 0; i < hits.length; i++) if (fits(names[i] as string)) hits[i] = 1;
      return hits;
    },
  };
}

/** All names in one string, each with a line feed after it: one search is many times as fast as one for each name. */
interface JoinedNames {
  readonly all: string;
  /** Where name i begins; one entry more than there are names. */
  readonly starts: Uint32Array;
}

function joinNames(names: readonly string[]): JoinedNames {
  const lower = names.map((name) => name.toLowerCase());
  const starts = new Uint32Array(names.length + 1);
  lower.forEach((name, i) => (starts[i + 1] = (starts[i] as number) + name.length + 1));
  return { all: `${lower.join('\n')}\n`, starts };
}

function search({ all, starts }: JoinedNames, wanted: string, atEnd: boolean): Uint8Array {
  const hits = new Uint8Array(starts.length - 1);
  const sought = atEnd ? `${wanted}\n` : wanted;
  if (wanted === '') return hits.fill(1);
  let name = 0;
  for (let at = all.indexOf(sought); at >= 0; at = all.indexOf(sought, starts[name + 1])) {
    while ((starts[name + 1] as number) <= at) name++;
    if (at + wanted.length < (starts[name + 1] as number)) hits[name] = 1;
  }
  return hits;
}
