import type { Difference } from '../model/change-detail.ts';
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
  const differences: readonly Difference[] =
    before === null
      ? [{ kind: 'added', what: null }]
      : after === null
        ? [{ kind: 'removed', what: null }]
        : [
            ...replaced('mtu', before.mtu, after.mtu),
            ...replaced('master', before.master, after.master),
            ...changedFlags(before, after),
          ];
  if (differences.length === 0) return null;
  return {
    kind: 'link-changed',
    host,
    detail: { kind: 'differences', of: shown.name, differences },
    before: before === null ? null : { ...before.at, text: linkText(before) },
    after: after === null ? null : { ...after.at, text: linkText(after) },
    effect: null,
    chain: null,
  };
}

function replaced(
  property: 'mtu' | 'master',
  before: string | number | null,
  after: string | number | null,
): readonly Difference[] {
  return before === after ? [] : [{ kind: 'replaced', property, before, after }];
}

/** Who listens (`PROMISC`, `ALLMULTI`) does not change where packets go. */
function changedFlags(before: Link, after: Link): readonly Difference[] {
  const telling = ({ flags }: Link): string[] =>
    flags.filter((flag) => flag !== 'PROMISC' && flag !== 'ALLMULTI');
  const [old, now] = [telling(before), telling(after)];
  return [
    ...old
      .filter((flag) => !now.includes(flag))
      .map((flag) => ({ kind: 'flag', flag, isSet: false }) as const),
    ...now
      .filter((flag) => !old.includes(flag))
      .map((flag) => ({ kind: 'flag', flag, isSet: true }) as const),
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
  const difference: Difference =
    before === null
      ? { kind: 'added', what: text(after as InterfaceAddress) }
      : after === null
        ? { kind: 'removed', what: text(before) }
        : { kind: 'replaced', property: 'address', before: text(before), after: text(after) };
  return {
    kind: 'address-changed',
    host,
    detail: { kind: 'differences', of: dev, differences: [difference] },
    before: before === null ? null : { ...before.at, text: `${dev} ${text(before)}` },
    after: after === null ? null : { ...after.at, text: `${dev} ${text(after)}` },
    effect: null,
    chain: null,
  };
}
