import type { Random } from '../fuzz/random.ts';

/** A capture's files as somebody pastes them into one ticket. */
export interface Paste {
  readonly name: string;
  readonly text: string;
}

/** What a mail, a ticket, a wiki or an editor puts around every line. */
const frames: Readonly<Record<string, (line: string, index: number) => string>> = {
  plain: (line) => line,
  quoted: (line) => `> ${line}`,
  'quoted twice': (line) => `> > ${line}`,
  indented: (line) => `    ${line}`,
  numbered: (line, index) => `${index + 1}: ${line}`,
  'with Windows line ends': (line) => `${line}\r`,
  'wrapped at 80 columns': (line) => line.replace(/.{80}(?=.)/g, '$&\n'),
  'with lines cut': (line, index) => (index % 11 === 5 ? line.slice(0, Math.ceil(line.length * 0.6)) : line),
  'wrapped and quoted': (line) => `> ${line.replace(/.{70}(?=.)/g, '$&\n> ')}`,
};

/** What stands between one file and the next. */
const headings: Readonly<Record<string, (path: string) => readonly string[]>> = {
  'the mark of head': (path) => ['', `==> ${path} <==`],
  'a prompt': (path) => [`root@rtr:~# cat ${path}`],
  'a fence': (path) => ['```', '', `$ cat ${path}`, '```'],
  'a block of Jira': (path) => ['{code}', '', `# cat ${path}`, '{code:bash}'],
  'a block of a forum': (path) => ['[/code]', `$ cat ${path}`, '[code]'],
};

/** The files in any order, one after another, under headings of one kind and within one frame. */
export function pasteOf(files: ReadonlyMap<string, string>, random: Random): Paste {
  const [frame, framed] = random.of(Object.entries(frames));
  const [heading, headed] = random.of(Object.entries(headings));
  const order = shuffled([...files], random);
  const lines = order.flatMap(([path, text]) => [...headed(path), ...text.replace(/\n$/, '').split('\n')]);
  return {
    name: `${frame}, ${heading}: ${order.map(([path]) => path).join(', ')}`,
    text: `${lines.map(framed).join('\n')}\n`,
  };
}

function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  const left = [...items];
  return items.map(() => left.splice(random.below(left.length), 1)[0] as Item);
}
