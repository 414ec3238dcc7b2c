import type { AddressValue } from '../../kernel/address.ts';
import type { AnalysedBundle } from '../../model/analysis.ts';
import { type GatheredAddresses } from './address-map.ts';
import { splitAddresses } from './address-words.ts';
import { type Bits, bitsOf } from './bits.ts';
import { hiddenAddresses } from './hidden-addresses.ts';
import type { Mac } from './mac-map.ts';
import { dottedNamesIn, hostsNamedIn } from './names-in-line.ts';
import type { CustomerNames } from './names.ts';
import { isRangeItself } from './special-ranges.ts';
import { structureOf } from './structure.ts';

/** All that must not leave the house, as far as the bundle's files show it. */
export interface Gathered extends GatheredAddresses {
  readonly names: Omit<CustomerNames, 'words'>;
  /** Words that rules' comments, log prefixes, chains and sets are made of and that may be the customer's, the most frequent first. */
  readonly suggested: readonly string[];
}

/** Logs of gigabytes are not read again: their trace lines' addresses are known, and that is what is shown of them. */
const mostLogLines = 400_000;

/** Reads all files of some analyses for addresses, MACs and names. */
export async function gather(
  analyses: readonly AnalysedBundle[],
  bundles: readonly string[],
): Promise<Gathered> {
  const addresses = new Set<AddressValue>();
  const networks = new Set<Bits>();
  const macs = new Set<Mac>();
  const hosts = new Set<string>();
  const dotted = new Set<string>();
  const taken = new Set<string>();
  const { names: structure, ownNames } = structureOf(analyses);
  const told = new Map<string, number>();
  const host = (name: string | null | undefined): void => {
    if (name !== null && name !== undefined && name !== '') hosts.add(name);
  };

  for (const analysis of analyses) {
    for (const { name } of analysis.hosts) host(name);
    for (const each of analysis.rulesets) host(each.host);
    for (const place of analysis.events.places) host(place.host);
    for (const name of analysis.events.names) text(name);
    for (const { path, host: owner, kind, lines } of analysis.artifacts) {
      host(owner);
      text(path);
      if (kind === 'archive' || kind === 'binary') continue;
      const count = lines.parsed + lines.notOurs + lines.notModelled + lines.malformed;
      for (const line of await analysis.texts.lines(path, 1, Math.min(count, mostLogLines))) text(line);
    }
  }
  for (const name of bundles) {
    text(name);
    host(bundleWord(name));
  }
  for (const name of ownNames) suggest(name);
  const suggested = [...told].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([word]) => word);
  return { addresses, networks, macs, names: { hosts, dotted, structure, taken }, suggested };

  function text(line: string): void {
    for (const piece of splitAddresses(line)) {
      if (typeof piece === 'string' || piece.kind === 'reverse') continue;
      if (piece.kind === 'macs') for (const mac of piece.macs) macs.add(mac);
      else {
        addresses.add(piece.value);
        network(piece.value, piece.length);
      }
    }
    const hidden = hiddenAddresses(line);
    for (const value of hidden.addresses) addresses.add(value);
    for (const free of hidden.freeTexts) suggest(free);
    for (const name of hostsNamedIn(line)) if (!structure.has(name)) host(name);
    for (const name of dottedNamesIn(line)) if (!structure.has(name)) dotted.add(name);
    for (const [name] of line.matchAll(/\b(?:host|domain|user|word)-\d+\b/gi)) taken.add(name.toLowerCase());
  }

  function network(value: AddressValue, length: number | null): void {
    if (typeof value !== 'number' || length === null || length < 16 || length > 30) return;
    const prefix = bitsOf(value).slice(0, length);
    if (isRangeItself(prefix, 32)) return;
    networks.add(prefix);
    addresses.add(Number.parseInt(prefix.padEnd(32, '0'), 2));
    addresses.add(Number.parseInt(prefix.padEnd(32, '1'), 2));
  }

  function suggest(text: string): void {
    for (const [word] of text.matchAll(/\p{L}{4,}/gu)) {
      const name = word.toLowerCase();
      if (!everydayWords.has(name)) told.set(name, (told.get(name) ?? 0) + 1);
    }
  }
}

/** `customer-4711.tar.gz` without its ending; null for a single file, whose name says what is in it. */
function bundleWord(name: string): string | null {
  const [bare = ''] = name.split(/\.(?:tar|tgz|txz|tzst|tbz2?|zip)(?:\.|$)/);
  return bare.length < 5 || bare.includes('.') || /^[a-z]+(?:-save)?$/.test(bare) ? null : bare;
}

/** Words of comments and chains that are nobody's own. */
const everydayWords: ReadonlySet<string> = new Set(
  (
    'accept allow allowed audit access block blocked chain check clients comment default deny denied dhcp dnat docker drop dropped established external filter firewall firewalld forward forwarded from guest host hosts http https icmp input internal invalid isolation kube kubernetes libvirt limit ' +
    'local logging mangle masquerade network networks output packet packets policy postrouting prerouting proxy public rate reject rejected related return route router rule rules server servers service services snat stage syslog table target trace traffic trusted untrusted user users with zone'
  ).split(' '),
);
