/** Names of the bundle that a report may not hand on, and those that it must keep. */
export interface CustomerNames {
  /** Names that hosts have: in the log, at a prompt, in a file. */
  readonly hosts: ReadonlySet<string>;
  /** Names with a domain, `db01.customer.example`, and e-mail addresses. */
  readonly dotted: ReadonlySet<string>;
  /** Interfaces, tables, chains and sets: they stay as they are. */
  readonly structure: ReadonlySet<string>;
  /** What the operator wants replaced wherever it stands, within other names, too. */
  readonly words: readonly string[];
  /** Names of the bundle that look like replacements (`host-7`). */
  readonly taken: ReadonlySet<string>;
}

/** Replaces names. They are compared without case. */
export interface NameWords {
  replace(text: string): string;
  /** What a text becomes that is nothing but a host's name. */
  host(name: string): string;
  /** What replaced what, for the operator's map. */
  readonly replaced: ReadonlyMap<string, string>;
}

/**
 * `fw1.customer.example` becomes `host-1.domain-1`, `fw1` alone `host-1`, and `operator@customer.example`
 * `user-1@domain-1`: what was distinct stays distinct, and what was one host stays one. Names are found as whole words
 * or as parts of them (`fw1-backup`), never within the name of a chain or an interface. Names that are also words
 * (`router`, `nat`) or very short are replaced only where a host's name stands: before ` kernel:`, after `@`, as a folder.
 */
export function nameWords({ hosts, dotted, structure, words, taken }: CustomerNames): NameWords {
  const replaced = new Map<string, string>();
  /** Replacements that are given. */
  const used = new Set<string>();
  const numbers = { host: new Map<string, string>(), domain: new Map<string, string>(), user: new Map<string, string>(), word: new Map<string, string>() }; // prettier-ignore
  const lower = (names: Iterable<string>): string[] => [...new Set(Array.from(names, (name) => name.toLowerCase()))].sort(); // prettier-ignore
  const full = lower(hosts).filter(isName);
  const alone = new Set([...full, ...full.map((name) => name.slice(0, (name + '.').indexOf('.')))]);
  // A name with a sign that no host's name has is met in parts.
  const pieces = [...structure].flatMap((name) => name.match(WORD) ?? []);
  const kept = new Set([...structure, ...pieces.filter((piece) => !alone.has(piece.toLowerCase()))]);
  const domains = new Set<string>();
  for (const name of lower([...hosts, ...dotted]).filter(isName)) {
    const labels = name.slice(name.lastIndexOf('@') + 1).split('.');
    if (labels.length === 2 || (labels.length > 2 && name.includes('@'))) domains.add(labels.join('.'));
    for (let i = 1; i < labels.length - 1; i++) domains.add(labels.slice(i).join('.'));
  }
  const known = new Set([...alone, ...lower(dotted).filter(isName), ...domains]);
  const strict = [...alone].filter((name) => (name.length < 3 || ordinaryWords.has(name)) && !kept.has(name));
  const stricter = [...alone].filter((name) => kept.has(name));
  for (const name of known) if (!strict.includes(name) && !stricter.includes(name)) nameOf(name);
  const mostParts = Math.max(1, ...Array.from(known, (name) => partsOf(name).length));
  const wanted = [...new Set(words.map((word) => word.trim().toLowerCase()))].filter((word) => word !== '');
  wanted.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const places = [...strict.map((name) => placePattern(name, WHERE_HOSTS_STAND)), ...stricter.map((name) => placePattern(name, WHERE_ONLY_HOSTS_STAND))]; // prettier-ignore

  return { replace, host, replaced };

  function replace(text: string): string {
    let shown = text;
    for (const word of wanted) shown = replaceWord(shown, word);
    for (const place of places)
      shown = shown.replace(place, (name) => told(name, nameOf(name.toLowerCase())));
    return shown.replace(WORD, wordOf);
  }

  function host(name: string): string {
    return name === '' || !isName(name.toLowerCase())
      ? replace(name)
      : told(name, nameOf(name.toLowerCase()));
  }

  function wordOf(word: string): string {
    if (kept.has(word)) return word;
    if (isKnown(word.toLowerCase())) return told(word, nameOf(word.toLowerCase()));
    const parts = partsOf(word);
    // `ceph2.` at the end of a sentence has one part, too.
    if (parts.length === 1 && !/[._@-]$/.test(word)) return word;
    let shown = '';
    for (let i = 0; i < parts.length;) {
      let count = Math.min(mostParts, parts.length - i);
      while (count > 0 && !isKnown(parts.slice(i, i + count).map(({ text }) => text).join('').replace(/[._@-]$/, '').toLowerCase())) count--; // prettier-ignore
      const part = parts.slice(i, i + Math.max(count, 1)).map(({ text }) => text).join(''); // prettier-ignore
      const end = /[._@-]$/.exec(part)?.[0] ?? '';
      const bare = part.slice(0, part.length - end.length);
      shown += count === 0 || kept.has(bare) ? part : told(bare, nameOf(bare.toLowerCase())) + end;
      i += Math.max(count, 1);
    }
    return shown;
  }

  function isKnown(name: string): boolean {
    return known.has(name) && !ordinaryWords.has(name) && name.length > 2;
  }

  /** The replacement of a name in lower case. */
  function nameOf(name: string): string {
    const at = name.lastIndexOf('@');
    if (at > 0) return `${numbered('user', name.slice(0, at))}@${nameOf(name.slice(at + 1))}`;
    if (domains.has(name) && !alone.has(name)) return numbered('domain', name);
    const dot = name.indexOf('.');
    if (dot < 0) return numbered('host', name);
    return `${numbered('host', name.slice(0, dot))}.${numbered('domain', name.slice(dot + 1))}`;
  }

  function numbered(kind: keyof typeof numbers, name: string): string {
    let found = numbers[kind].get(name);
    for (let number = numbers[kind].size + 1; found === undefined; number++) {
      const candidate = `${kind}-${number}`;
      if (!taken.has(candidate) && !used.has(candidate)) found = candidate;
    }
    used.add(found);
    numbers[kind].set(name, found);
    return found;
  }

  function told(original: string, replacement: string): string {
    replaced.set(original, replacement);
    return replacement;
  }

  function replaceWord(text: string, word: string): string {
    const plain = text.toLowerCase();
    // A few letters change their length with their case.
    if (plain.length !== text.length || !plain.includes(word)) return text;
    let shown = '';
    let from = 0;
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, from)) {
      shown += text.slice(from, at) + told(text.slice(at, at + word.length), numbered('word', word));
      from = at + word.length;
    }
    return shown + text.slice(from);
  }
}

/** Letters of all scripts, and what stands within names. */
const WORD = /[\p{L}\p{N}_.@-]+/gu;

/** `root@fw1.lan` in its parts, each with what ends it: `root@`, `fw1.`, `lan`. */
function partsOf(word: string): readonly { readonly text: string }[] {
  return Array.from(word.matchAll(/[^._@-]+[._@-]?|[._@-]/g), ([text]) => ({ text }));
}

const WHERE_HOSTS_STAND = (name: string): string =>
  `^${name}$|(?<=[@/]|^|\\s)${name}(?=\\skernel:|/\\S)|(?<=@|/|\\bon |\\bof |\\bhost |\\bthrough )${name}(?![\\w])`;

/** A host called like a chain or an interface. */
const WHERE_ONLY_HOSTS_STAND = (name: string): string =>
  `(?<=^|\\s)${name}(?=\\skernel: )|(?<=\\w@)${name}(?=:~|:/)`;

function placePattern(name: string, of: (name: string) => string): RegExp {
  const text = name.replace(
    /[^a-z0-9]/gi,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return new RegExp(of(text), 'gi');
}

/** Names that every host has say nothing; what looks like an address is replaced as one. */
function isName(name: string): boolean {
  return (
    /[\p{L}\p{N}]/u.test(name) &&
    !/^(?:localhost(?:\..*)?|ip6-.*|[\d.]+|\(none\))$/.test(name) &&
    !name.includes(':')
  );
}

/** Words that Netopsy's own sentences, rules and rulesets are full of. */
export const ordinaryWords: ReadonlySet<string> = new Set(
  (
    'accept address addresses after all any before bridge bundle bundles capture captures chain control counter default delivered destination docker drop dropped file files filter ' +
    'firewall flow forward forwarded hook host hosts incoming input interface ipv4 ipv6 jump kernel kube line linux local log logs main mangle match ' +
    'nat neighbour network node none output packet packets pcap policy postrouting prerouting proto protocol queue raw reject return route router ' +
    'routing rule rules scope security sent server service services client source state switch system table target test trace traffic unknown user verdict'
  ).split(' '),
);
