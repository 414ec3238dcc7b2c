import type { AddressValue } from '../../kernel/address.ts';
import type { Analysis } from '../../model/analysis.ts';
import { addressMap, printed, saysNothing } from './address-map.ts';
import { type AddressWord, splitAddresses } from './address-words.ts';
import { addressOf, bitsOf } from './bits.ts';
import { type KnownNames, replaceDisguised } from './disguised.ts';
import { gather } from './gather.ts';
import { hostWords } from './host-words.ts';
import { leakFinder } from './leaks.ts';
import type { Mac } from './mac-map.ts';
import { isRangeItself } from './special-ranges.ts';

/** Takes the names of hosts and networks out of texts, always the same name for the same. */
export interface Redaction {
  text(text: string): string;
  /** Throws where a text that is about to be written still has an original. `ours`: parts of it are Netopsy's own words. */
  check(text: string, ours?: 'with our words'): void;
  /** What was replaced until now, for the operator alone. */
  map(): RedactionMap;
}

/** The document that tells the operator what is what. */
export interface RedactionMap {
  readonly schema: 'netopsy/redaction-map/1';
  /** With it, the same addresses become the same again. */
  readonly key: string;
  readonly addresses: Readonly<Record<string, string>>;
  readonly macs: Readonly<Record<string, string>>;
  readonly hosts: Readonly<Record<string, string>>;
}

/** Prepares to redact what is said of some analyses. The key decides what becomes what; whoever has it can't undo it alone. */
export async function redactionOf(analyses: readonly Analysis[], key: string): Promise<Redaction> {
  const gathered = await gather(analyses);
  const to = addressMap(key, gathered);
  const hosts = hostWords(gathered.hosts);
  const leaks = leakFinder(gathered, to.reused, hosts);
  const used = { addresses: new Map<string, string>(), macs: new Map<string, string>() };

  const known: KnownNames = {
    address: (value) => (gathered.addresses.has(value) && !saysNothing(value) ? address(value) : null),
    mac: (value) => (gathered.macs.has(value) ? mac(value) : null),
  };

  return {
    text: (text) =>
      splitAddresses(text)
        .map((piece) =>
          typeof piece === 'string' ? replaceDisguised(hosts.replace(piece), known) : word(piece),
        )
        .join(''),
    check(text, ours) {
      const left = [...leaks.addressesIn(text), ...(ours === undefined ? leaks.namesIn(text) : [])];
      if (left.length > 0)
        throw new Error(`redaction is not complete: ${left.slice(0, 3).join(', ')} is left`);
    },
    map: () => ({
      schema: 'netopsy/redaction-map/1',
      key,
      addresses: Object.fromEntries(used.addresses),
      macs: Object.fromEntries(used.macs),
      hosts: Object.fromEntries(hosts.replaced),
    }),
  };

  function word(piece: AddressWord): string {
    switch (piece.kind) {
      case 'address':
        return addressWord(piece);
      case 'macs':
        return macWord(piece.text, piece.macs);
      case 'reverse':
        return reverseWord(piece);
    }
  }

  function address(value: AddressValue): AddressValue {
    const replaced = to.address(value);
    if (replaced !== value) used.addresses.set(printed(value, false), printed(replaced, false));
    return replaced;
  }

  function mac(value: Mac): Mac {
    const replaced = to.mac(value);
    if (replaced !== value) used.macs.set(colons(value), colons(replaced));
    return replaced;
  }

  function addressWord({ text, value, length }: Extract<AddressWord, { kind: 'address' }>): string {
    const slash = text.indexOf('/');
    const suffix = slash < 0 ? '' : text.slice(slash);
    const dotted = text.includes('.') && text.includes(':');
    const bits = bitsOf(value);
    if (length !== null && length < bits.length && !bits.slice(length).includes('1')) {
      const prefix = bits.slice(0, length);
      const width = bits.length === 32 ? 32 : 128;
      if (isRangeItself(prefix, width)) return text;
      const replaced = addressOf(to.prefix(prefix, width).padEnd(width, '0'));
      used.addresses.set(printed(value, dotted) + suffix, printed(replaced, dotted) + suffix);
      return printed(replaced, dotted) + suffix;
    }
    return saysNothing(value) ? text : printed(address(value), dotted) + suffix;
  }

  function macWord(text: string, macs: readonly Mac[]): string {
    if (/^[^:-]*$/.test(text)) return (mac(macs[0] ?? '').match(/.{4}/g) ?? []).join('.');
    const separator = text.includes(':') ? ':' : '-';
    const bytes = text.split(separator);
    const bare = bytes.some((byte) => byte.length === 1);
    const replaced = macs.flatMap((each) => mac(each).match(/../g) ?? []);
    const shown = replaced.map((byte) => (bare ? byte.replace(/^0/, '') : byte));
    // Behind the ends of a frame is its type; behind those of a tunnel's, the header of another packet.
    const rest = bytes.slice(shown.length).join(separator);
    return shown.join(separator) + (rest === '' ? '' : separator + replaceDisguised(rest, known));
  }

  function reverseWord({ text, digits, family }: Extract<AddressWord, { kind: 'reverse' }>): string {
    const size = family === 4 ? 8 : 4;
    const width = family === 4 ? 32 : 128;
    const bits = digits
      .map((digit) =>
        Number.parseInt(digit, family === 4 ? 10 : 16)
          .toString(2)
          .padStart(size, '0'),
      )
      .join('');
    if (bits.length > width || isRangeItself(bits, width)) return text;
    const replaced = bits.length === width ? bitsOf(address(addressOf(bits))) : to.prefix(bits, width);
    const labels = (replaced.match(new RegExp(`.{${size}}`, 'g')) ?? []).map((label) =>
      Number.parseInt(label, 2).toString(family === 4 ? 10 : 16),
    );
    return `${labels.reverse().join('.')}.${text.split('.').slice(-2).join('.')}`;
  }
}

function colons(mac: Mac): string {
  return (mac.match(/../g) ?? []).join(':');
}
