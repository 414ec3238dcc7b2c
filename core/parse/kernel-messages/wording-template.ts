import { fieldNames, type FieldName, NO_FIELD, part, type Part, type Wording } from './wording.ts';

/** Compiles what the kernel prints, in the notation that wording.ts shows. */
export function wording(text: string, of: Omit<Wording, 'parts'>): Wording {
  let parts: readonly Part[] | null = null;
  // Few logs have any of them.
  return { ...of, parts: () => (parts ??= withEnds(new TemplateReader(text).read(), none)) };
}

interface CharacterClass {
  readonly members: RegExp;
  readonly least: number;
  readonly most: number;
}

const classes = {
  address: { members: /[\da-fA-F.:]/, least: 2, most: 45 },
  ipv4: { members: /[\d.]/, least: 7, most: 15 },
  /** dev_valid_name() in net/core/dev.c */
  device: { members: /[^\s/]/, least: 1, most: 15 },
  mac: { members: /[\da-f:]/, least: 17, most: 17 },
  port: { members: /\d/, least: 1, most: 5 },
  number: { members: /\d/, least: 1, most: 10 },
  hexadecimal: { members: /[\da-fA-F]/, least: 1, most: 16 },
  token: { members: /[\w.-]/, least: 1, most: 40 },
  word: { members: /\S/, least: 1, most: 40 },
  anything: { members: /[^]/, least: 1, most: 40 },
  /** `net.ipv[4|6].route.max_size` */
  versions: { members: /[46[\]|]/, least: 1, most: 5 },
} as const satisfies Readonly<Record<string, CharacterClass>>;

const classOfField: Partial<Record<FieldName, keyof typeof classes>> = {
  src: 'address',
  dst: 'address',
  sport: 'port',
  dport: 'port',
  interface: 'device',
  bridge: 'device',
  mac: 'mac',
  namespace: 'number',
  queue: 'port',
  limit: 'number',
  name: 'token',
  suppressed: 'number',
};

const empty = new Uint8Array(0);
const nothing = { field: NO_FIELD, literal: empty, members: empty, least: 0, most: 0, options: [] } as const;
const encoder = new TextEncoder();

/** Reads the text of a wording into its parts. */
class TemplateReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): readonly Part[] {
    const parts = this.#sequence('');
    if (this.#at < this.#text.length)
      throw new Error(`${this.#text}: ${this.#text.slice(this.#at)} is one too many`);
    return parts;
  }

  /** Up to one of the characters `stops`, which stays, or to the end. */
  #sequence(stops: string): readonly Part[] {
    const parts: Part[] = [];
    let literal = '';
    const endLiteral = () => {
      if (literal !== '') parts.push({ ...nothing, kind: part.literal, literal: encoder.encode(literal) });
      literal = '';
    };
    while (this.#at < this.#text.length && !stops.includes(this.#text[this.#at] as string)) {
      const letter = this.#text[this.#at] as string;
      if (letter !== '{' && letter !== '<' && letter !== '*') {
        literal += letter;
        this.#at++;
        continue;
      }
      endLiteral();
      if (letter === '{') parts.push(this.#choice(NO_FIELD));
      else if (letter === '<') parts.push(this.#field());
      else {
        this.#skip('*');
        parts.push({ ...nothing, kind: part.rest });
      }
    }
    endLiteral();
    return parts;
  }

  #choice(field: number): Part {
    const options: (readonly Part[])[] = [];
    this.#skip('{');
    for (;;) {
      options.push(this.#sequence('|}'));
      if (this.#text[this.#at] !== '|') break;
      this.#at++;
    }
    this.#skip('}');
    return { ...nothing, kind: part.choice, field, options };
  }

  #field(): Part {
    this.#skip('<');
    const name = this.#word();
    const field = name === '' ? NO_FIELD : fieldNames.findIndex((known) => known === name);
    let found: Part;
    if (this.#text[this.#at] === '=') {
      this.#at++;
      found = this.#choice(field);
    } else {
      let className: string | undefined = classOfField[name as FieldName];
      if (this.#text[this.#at] === ':') {
        this.#at++;
        className = this.#word();
      }
      const known = classes[className as keyof typeof classes] as CharacterClass | undefined;
      if (known === undefined) throw new Error(`${this.#text}: what does <${name}> look like?`);
      const { least, most } = known;
      found = { ...nothing, kind: part.run, field, members: membersOf(known), least, most };
    }
    if (name !== '' && field < 0) throw new Error(`${this.#text}: there is no field ${name}`);
    this.#skip('>');
    return found;
  }

  #word(): string {
    const start = this.#at;
    while (/[A-Za-z\d]/.test(this.#text[this.#at] ?? '')) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  #skip(letter: string): void {
    if (this.#text[this.#at] !== letter) throw new Error(`${this.#text}: no ${letter} at ${this.#at}`);
    this.#at++;
  }
}

/** A byte that is no ASCII is a letter of some name. */
function membersOf(all: CharacterClass): Uint8Array {
  const found =
    membersKnown.get(all) ??
    Uint8Array.from({ length: 256 }, (_, byte) =>
      Number(all.members.test(byte < 128 ? String.fromCharCode(byte) : 'é')),
    );
  membersKnown.set(all, found);
  return found;
}

const membersKnown = new Map<CharacterClass, Uint8Array>();

const none: ReadonlySet<number> = new Set();

/** The parts with their runs cut off before what follows; `next`: the bytes with which that may begin. */
function withEnds(parts: readonly Part[], next: ReadonlySet<number>): readonly Part[] {
  const ended: Part[] = [];
  let following = next;
  for (const each of parts.toReversed()) {
    const { kind, members, options } = each;
    if (kind === part.run) {
      const own = members.slice();
      for (const byte of following) own[byte] = 0;
      ended.push({ ...each, members: own });
      following = none;
    } else if (kind === part.choice) {
      const next = following;
      ended.push({ ...each, options: options.map((option) => withEnds(option, next)) });
      following = new Set(options.flatMap((option) => [...beginningsOf(option, next)]));
    } else {
      ended.push(each);
      following = beginningsOf([each], none);
    }
  }
  return ended.reverse();
}

/** The bytes with which literals at the beginning may begin; `next` where there may be nothing. */
function beginningsOf(parts: readonly Part[], next: ReadonlySet<number>): ReadonlySet<number> {
  const [first, ...others] = parts;
  if (first === undefined) return next;
  if (first.kind === part.literal) return new Set([first.literal[0] as number]);
  if (first.kind !== part.choice) return none;
  return new Set(first.options.flatMap((option) => [...beginningsOf(option, beginningsOf(others, next))]));
}
