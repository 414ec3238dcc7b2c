/** Replaces host names. Names are compared without case. */
export interface HostWords {
  replace(text: string): string;
  /** The names that stand in a text. */
  findIn(text: string): readonly string[];
  /** What replaced what, for the operator's map. */
  readonly replaced: ReadonlyMap<string, string>;
}

/**
 * `fw1.customer.example` becomes `host-1`, and so does `fw1`; another host of the domain, `domain-1` in its place where
 * the domain stands alone. Names that are also words (`router`, `nat`) or very short are replaced only where a host name
 * stands: alone, before ` kernel:`, behind `@`, as a folder of a path.
 */
export function hostWords(names: Iterable<string>): HostWords {
  const replacements = numbered(names);
  const ordered = [...replacements.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const pattern = ordered.length === 0 ? null : new RegExp(ordered.map(patternOf).join('|'), 'gi');
  const replaced = new Map<string, string>();
  return {
    replaced,
    replace: (text) =>
      pattern === null
        ? text
        : text.replace(pattern, (name) => {
            const replacement = replacements.get(name.toLowerCase()) ?? 'host';
            replaced.set(name, replacement);
            return replacement;
          }),
    findIn: (text) => (pattern === null ? [] : [...text.matchAll(pattern)].map(([name]) => name)),
  };
}

function numbered(names: Iterable<string>): ReadonlyMap<string, string> {
  const replacements = new Map<string, string>();
  const all = [...new Set(Array.from(names, (name) => name.toLowerCase()))].filter(isName).sort();
  const domains = new Set<string>();
  let hosts = 0;
  for (const name of all) {
    const [label = '', ...rest] = name.split('.');
    const known = replacements.get(label) ?? replacements.get(name) ?? `host-${++hosts}`;
    replacements.set(name, known);
    if (rest.length === 0) continue;
    if (isName(label)) replacements.set(label, known);
    if (rest.length > 1) domains.add(rest.join('.'));
  }
  [...domains].sort().forEach((domain, i) => {
    if (!replacements.has(domain)) replacements.set(domain, `domain-${i + 1}`);
  });
  return replacements;
}

/** Names that every host has say nothing; what looks like an address is replaced as one; our own are none. */
function isName(name: string): boolean {
  return (
    /[a-z0-9]/i.test(name) &&
    !/^(?:localhost(?:\..*)?|ip6-.*|[\d.]+|(?:host|domain)-\d+|\(none\))$/.test(name) &&
    !name.includes(':')
  );
}

function patternOf(name: string): string {
  const text = name.replace(
    /[^a-z0-9]/gi,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  if (name.length < 3 || ordinaryWords.has(name))
    return `^${text}$|(?<=[@/]|^|\\s)${text}(?=\\skernel:|/\\S*\\.)|(?<=@|/|\\bon |\\bof |\\bhost |\\bthrough )${text}(?![a-z0-9])`;
  return name.length < 5 && !/\d/.test(name) ? `(?<![a-z0-9])${text}(?![a-z0-9])` : text;
}

/** Words that Netopsy's own sentences, rules and rulesets are full of. */
const ordinaryWords: ReadonlySet<string> = new Set(
  (
    'accept address addresses bridge bundle capture chain control counter default delivered destination docker drop dropped file filter ' +
    'firewall flow forward forwarded hook host incoming input interface ipv4 ipv6 jump kernel kube line linux local log main mangle match ' +
    'nat neighbour network node output packet packets policy postrouting prerouting proto protocol queue raw reject return route router ' +
    'routing rule rules scope security sent service services source state switch system table target trace traffic unknown user verdict'
  ).split(' '),
);
