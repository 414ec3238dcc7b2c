import type { InterfaceAddress, Link, Listing } from '../model/network.ts';
import { pairUp } from './pair-up.ts';
import { type FoundChange, type Script, whereBothAreListed } from './script.ts';

/** Compares interfaces by what matters to packets: whether they are there and up, their MTU, what they belong to. */
export function compareLinks(host: string, before: readonly Link[], after: readonly Link[]): Script<Link> {
  // A side without any was not dumped.
  if (before.length === 0 || after.length === 0)
    return [...before, ...after].map((link) => ({ before: link, after: link, change: null }));
  const found = pairUp(before, after, [({ name }) => name]).map(({ before: old, after: now }) => ({
    before: old,
    after: now,
    change: linkChange(host, old, now),
  }));
  return whereBothAreListed(found, (_, side) => isListedWhole(side === 'before' ? before : after));
}

/** Compares the addresses of the interfaces that both sides have; those of a new interface come with it. */
export function compareAddresses(
  host: string,
  before: readonly InterfaceAddress[],
  after: readonly InterfaceAddress[],
  links: Script<Link>,
): Script<InterfaceAddress> {
  if (before.length === 0 || after.length === 0)
    return [...before, ...after].map((address) => ({ before: address, after: address, change: null }));
  const ofLink = new Map(
    links.flatMap(({ before: old, after: now, change }) =>
      old === null || now === null ? [[(old ?? now)?.name, change] as const] : [],
    ),
  );
  const pairs = pairUp(before, after, [
    ({ dev, address, prefixLength }) => `${dev} ${address}/${prefixLength}`,
    ({ dev, address }) => `${dev} ${address}`,
  ]);
  const found = pairs.map(({ before: old, after: now }) => {
    const shown = (now ?? old) as InterfaceAddress;
    const same = old !== null && now !== null && old.prefixLength === now.prefixLength;
    const change = same ? null : (ofLink.get(shown.dev) ?? addressChange(host, old, now));
    return { before: old, after: now, change };
  });
  return whereBothAreListed(found, ({ dev }, side) => {
    const items = side === 'before' ? before : after;
    return isListedWhole(items) || items.some((address) => address.dev === dev);
  });
}

function isListedWhole(items: readonly { readonly listing: Listing }[]): boolean {
  return items.some(({ listing }) => listing === 'whole');
}

function linkChange(host: string, before: Link | null, after: Link | null): FoundChange | null {
  const shown = (after ?? before) as Link;
  const words =
    before === null
      ? ['added']
      : after === null
        ? ['removed']
        : [
            ...difference('mtu', before.mtu, after.mtu),
            ...difference('master', before.master, after.master),
            ...flagWords(before, after),
          ];
  if (words.length === 0) return null;
  return {
    kind: 'link-changed',
    host,
    detail: `${shown.name}: ${words.join(', ')}`,
    before: before === null ? null : { ...before.at, text: linkText(before) },
    after: after === null ? null : { ...after.at, text: linkText(after) },
    effect: null,
    chain: null,
  };
}

function difference(word: string, before: string | number | null, after: string | number | null): string[] {
  return before === after ? [] : [`${word} ${before ?? 'none'} -> ${after ?? 'none'}`];
}

/** Who listens (`PROMISC`, `ALLMULTI`) does not change where packets go. */
function flagWords(before: Link, after: Link): string[] {
  const telling = ({ flags }: Link): string[] =>
    flags.filter((flag) => flag !== 'PROMISC' && flag !== 'ALLMULTI');
  const [old, now] = [telling(before), telling(after)];
  return [
    ...old.filter((flag) => !now.includes(flag)).map((flag) => `no longer ${flag}`),
    ...now.filter((flag) => !old.includes(flag)).map((flag) => `now ${flag}`),
  ];
}

function linkText({ name, flags, mtu, master }: Link): string {
  return `${name}: <${flags.join(',')}>${mtu === null ? '' : ` mtu ${mtu}`}${master === null ? '' : ` master ${master}`}`;
}

function addressChange(
  host: string,
  before: InterfaceAddress | null,
  after: InterfaceAddress | null,
): FoundChange {
  const text = ({ address, prefixLength }: InterfaceAddress): string => `${address}/${prefixLength}`;
  const dev = ((after ?? before) as InterfaceAddress).dev;
  const detail =
    before === null
      ? `${text(after as InterfaceAddress)} added`
      : after === null
        ? `${text(before)} removed`
        : `${text(before)} -> ${text(after)}`;
  return {
    kind: 'address-changed',
    host,
    detail: `${dev}: ${detail}`,
    before: before === null ? null : { ...before.at, text: `${dev} ${text(before)}` },
    after: after === null ? null : { ...after.at, text: `${dev} ${text(after)}` },
    effect: null,
    chain: null,
  };
}
