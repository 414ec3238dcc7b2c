/** What the author of a LOG prefix says of the packet. A word, no verdict: the rule itself may do anything. */
export type PrefixWord = 'drop' | 'reject' | 'accept' | 'invalid';

/** What a prefix tells: the program whose rules log like that, null for anybody's own, and its author's word. */
export interface PrefixMeaning {
  readonly owner: string | null;
  readonly word: PrefixWord | null;
}

/** Reads a LOG prefix, without blanks at its ends. */
export function meaningOfPrefix(prefix: string): PrefixMeaning {
  const owner = owners.find(
    ({ begins, ends }) =>
      begins.some((start) => prefix.startsWith(start)) &&
      (ends === undefined || ends.some((end) => prefix.endsWith(end))),
  );
  return { owner: owner?.name ?? null, word: wordOf(prefix) };
}

/** How the rules that a program makes begin their prefixes, and end them where the beginning is anybody's word. */
interface PrefixOwner {
  readonly name: string;
  readonly begins: readonly string[];
  readonly ends?: readonly string[];
}

const owners: readonly PrefixOwner[] = [
  { name: 'ufw', begins: ['[UFW '] },
  {
    name: 'firewalld (LogDenied)',
    begins: ['STATE_INVALID_DROP', 'FINAL_REJECT', 'FINAL_DROP', 'rpfilter_DROP', 'filter_', 'raw_', 'nat_'],
    ends: ['_DROP:', '_REJECT:', '_ACCEPT:'],
  },
  // iptables' side of firewalld: `IN_public_REJECT:`
  { name: 'firewalld (LogDenied)', begins: ['IN_', 'FWDI_', 'FWDO_', 'FWD_'], ends: ['_DROP:', '_REJECT:'] },
  { name: 'Shorewall', begins: ['Shorewall:', 'Shorewall6:'] },
  { name: 'FireHOL', begins: ['FIREHOL:', "'FIREHOL:", 'BLOCKED:'] },
  {
    name: 'OpenWrt fw4/fw3',
    begins: ['reject ', 'drop ', 'DROP(', 'REJECT(', 'ACCEPT('],
    ends: ['in:', 'out:', 'forward:', ' in', ' out', ' forward', ')'],
  },
  { name: 'Proxmox VE firewall', begins: ['policy ', 'PVEFW-', ':'], ends: ['DROP:', 'REJECT:', 'ACCEPT:'] },
  { name: 'Calico', begins: ['calico-packet'] },
  { name: 'CSF', begins: ['Firewall: *'] },
  { name: 'SuSEfirewall2', begins: ['SFW2-'] },
  { name: 'Firewall Builder', begins: ['RULE '], ends: ['ACCEPT', 'DENY', 'DROP', 'REJECT'] },
];

/** The word that the prefix ends with or has anywhere; the last one counts, as in `STATE_INVALID_DROP`. */
function wordOf(prefix: string): PrefixWord | null {
  const words = prefix.toLowerCase().split(/[^a-z]+/);
  return words.reduce<PrefixWord | null>((found, word) => wordsOf.get(word) ?? found, null);
}

const wordsOf: ReadonlyMap<string, PrefixWord> = new Map<string, PrefixWord>([
  ...['drop', 'dropped', 'drops', 'deny', 'denied', 'block', 'blocked', 'discard', 'discarded'].map(
    (word) => [word, 'drop'] as const,
  ),
  ...['reject', 'rejected', 'refused'].map((word) => [word, 'reject'] as const),
  ...['accept', 'accepted', 'allow', 'allowed', 'pass', 'passed', 'permit', 'permitted'].map(
    (word) => [word, 'accept'] as const,
  ),
  ...['invalid'].map((word) => [word, 'invalid'] as const),
]);
