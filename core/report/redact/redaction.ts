import type { AddressValue } from '../../kernel/address.ts';
import type { AnalysedBundle } from '../../model/analysis.ts';
import { addressMap, printed, saysNothing } from './address-map.ts';
import { type AddressWord, splitAddresses } from './address-words.ts';
import { addressOf, bitsOf } from './bits.ts';
import { type KnownNames, replaceDisguised } from './disguised.ts';
import { gather } from './gather.ts';
import { ipOptions } from './hidden-addresses.ts';
import { leakFinder } from './leaks.ts';
import type { Mac } from './mac-map.ts';
import { nameWords } from './names.ts';
import { isRangeItself } from './special-ranges.ts';

/** Takes the names of hosts and networks out of texts, always the same name for the same. */
export interface Redaction {
  text(text: string): string;
  /** What a text becomes that is nothing but a host's name. */
  host(name: string): string;
  /** What was replaced until now, for the operator alone. */
  map(): RedactionMap;
  /** Words of the bundle that may be the customer's and stay, the most frequent first. */
  readonly suggested: readonly string[];
}

/** How much is taken out, and how. */
export interface RedactionOptions {
  /** Decides what becomes what; whoever has it can't undo it alone. It should be random or stretched (scrypt). */
  readonly key: string;
  /** What the key was made from, for the map; the key itself where it is left out. */
  readonly keyText?: string;
  /** Words to be replaced wherever they stand. */
  readonly words: readonly string[];
  /** What the bundles are called: their folders or archives. */
  readonly bundles: readonly string[];
}

/** The document that tells the operator what is what. */
export interface RedactionMap {
  readonly schema: 'netopsy/redaction-map/1';
  /** With it, the same addresses become the same again. */
  readonly key: string;
  readonly addresses: Readonly<Record<string, string>>;
  readonly macs: Readonly<Record<string, string>>;
  /** Hosts, domains, users and the operator's own words. */
  readonly hosts: Readonly<Record<string, string>>;
}

/** What is shown where something was left that the replacing has not found. */
const LEFT = '[redacted]';

/** Texts up to this length come again and again: addresses, names, rules. */
const MOST_REMEMBERED = 200;
const MOST_TEXTS = 300_000;

/** Prepares to redact what is said of some analyses. */
export async function redactionOf(
  analyses: readonly AnalysedBundle[],
  { key, keyText = key, words, bundles }: RedactionOptions,
): Promise<Redaction> {
  const gathered = await gather(analyses, bundles);
  const to = addressMap(key, gathered);
  const names = nameWords({ ...gathered.names, words });
  const leaksIn = leakFinder(gathered, to.reused);
  const used = { addresses: new Map<string, string>(), macs: new Map<string, string>() };
  const remembered = new Map<string, string>();

  const known: KnownNames = {
    address: (value) => (gathered.addresses.has(value) && !saysNothing(value) ? address(value) : null),
    mac: (value) => (gathered.macs.has(value) ? mac(value) : null),
  };

  return {
    text(text) {
      if (text.length > MOST_REMEMBERED) return redacted(text);
      let shown = remembered.get(text);
      if (shown === undefined) {
        shown = redacted(text);
        if (remembered.size >= MOST_TEXTS) remembered.clear();
        remembered.set(text, shown);
      }
      return shown;
    },
    host: (name) =>
      splitAddresses(name).some((piece) => typeof piece !== 'string') ? redacted(name) : names.host(name),
    map: () => ({
      schema: 'netopsy/redaction-map/1',
      key: keyText,
      addresses: Object.fromEntries(used.addresses),
      macs: Object.fromEntries(used.macs),
      hosts: Object.fromEntries(names.replaced),
    }),
    suggested: gathered.suggested,
  };

  function redacted(text: string): string {
    const shown = splitAddresses(withOptions(text))
      .map((piece) =>
        typeof piece === 'string' ? replaceDisguised(names.replace(piece), known) : word(piece),
      )
      .join('');
    return withoutLeaks(shown);
  }

  /** Whatever is left of an original is covered: a report that says less is better than one that is refused. */
  function withoutLeaks(text: string): string {
    const leaks = leaksIn(text);
    if (leaks.length === 0) return text;
    let shown = '';
    let from = 0;
    for (const { start, end } of [...leaks].sort((a, b) => a.start - b.start)) {
      if (start >= from) shown += text.slice(from, start) + LEFT;
      from = Math.max(from, end);
    }
    return shown + text.slice(from);
  }

  function withOptions(text: string): string {
    let shown = text;
    for (const { start, digits, addresses } of ipOptions(text)) {
      let changed = digits;
      for (const { at, value } of addresses) {
        if (saysNothing(value)) continue;
        const after = address(value).toString(16).padStart(8, '0').toUpperCase();
        changed = changed.slice(0, at) + after + changed.slice(at + 8);
      }
      shown = shown.slice(0, start) + changed + shown.slice(start + digits.length);
    }
    return shown;
  }

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
    if (text.length === '5254.00a7.4088'.length && text[4] === text[9] && text[4] !== ':')
      return (mac(macs[0] ?? '').match(/.{4}/g) ?? []).join(text[4]);
    const separator = text.includes(':') ? ':' : '-';
    const bytes = text.split(separator);
    const bare = bytes.some((byte) => byte.length === 1);
    const replaced = macs.flatMap((each) => mac(each).match(/../g) ?? []);
    const shown = replaced.map((byte) => (bare ? byte.replace(/^0/, '') : byte));
    // After the ends of a frame is its type; after those of a tunnel's, the header of another packet.
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
