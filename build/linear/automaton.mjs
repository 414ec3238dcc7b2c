import { RegExpParser } from '@eslint-community/regexpp';

/** Letters that stand for the beginning and the end of the text: `^` takes the one, `$` the other. */
export const START = 0;
export const END = 1;

/**
 * The position automaton (Glushkov) of an expression, read as V8 searches with it: state 0 passes over the text before
 * the match. A state is a place of the expression that takes one letter; letters are classes of characters that the
 * expression does not tell apart. Counts are cut at three, which leaves what grows with the text as it is. What looks
 * around takes nothing here: `lookarounds` are the automata of what it looks for, which may be tried anywhere.
 */
export function automatonsOf(source, flags) {
  const parser = new RegExpParser({ ecmaVersion: 2025 });
  const unicode = flags.includes('u');
  const pattern = parser.parsePattern(source, 0, source.length, { unicode });
  const letters = lettersOf(pattern, flags);
  const around = [];
  const whole = build(pattern.alternatives, letters, flags, around);
  const lookarounds = [];
  for (let next = around.shift(); next !== undefined; next = around.shift())
    lookarounds.push(build(next.alternatives, letters, flags.replace('y', ''), around));
  return [whole, ...lookarounds].map((automaton) => ({
    ...automaton,
    letters: letters.count,
    show: letters.show,
  }));
}

/** Characters that are tried: all of ASCII, some beyond it, and those around each that the expression names. */
function lettersOf(pattern, flags) {
  const points = new Set([
    0x85, 0xa0, 0xb5, 0xe9, 0x17f, 0x212a, 0x2028, 0x2029, 0x3000, 0xfeff, 0xd83d, 0x4e2d,
  ]);
  for (let point = 0; point < 128; point++) points.add(point);
  const leaves = [];
  walk(pattern, (node) => {
    if (node.type === 'Character') for (const by of [-1, 0, 1]) points.add(Math.max(0, node.value + by));
    if (isLeaf(node)) leaves.push(node);
  });
  const own = flags.replace(/[gyd]/g, '');
  const characters = [...points]
    .filter((point) => point < 0x10000 || own.includes('u'))
    .map((point) => String.fromCodePoint(point));
  const takes = new Map();
  for (const { raw } of leaves)
    if (!takes.has(raw)) {
      const one = new RegExp(`^(?:${raw})$`, own.replace('m', ''));
      takes.set(
        raw,
        characters.map((character) => one.test(character)),
      );
    }
  const classes = new Map();
  characters.forEach((character, at) => {
    const key = [...takes.values()].map((taken) => Number(taken[at])).join('');
    const known = classes.get(key);
    if (known === undefined) classes.set(key, [character, at]);
  });
  const samples = [...classes.values()];
  return {
    count: samples.length + 2,
    show: (letter) => samples[letter - 2]?.[0] ?? '',
    of: (raw) => samples.flatMap(([, at], index) => (takes.get(raw)[at] ? [index + 2] : [])),
  };
}

function isLeaf({ type, parent }) {
  return (
    (type === 'Character' || type === 'CharacterSet' || type === 'CharacterClass') &&
    parent.type !== 'CharacterClass' &&
    parent.type !== 'CharacterClassRange'
  );
}

function walk(node, visit) {
  visit(node);
  for (const child of [node.alternatives, node.elements, node.min, node.max, node.element].flat())
    if (typeof child === 'object' && child !== null) walk(child, visit);
}

const SEARCH = 0;

function build(alternatives, letters, flags, around) {
  /** By state: its letters, and where it goes, with how many ways lead there. */
  const takes = [Array.from({ length: letters.count }, (_, letter) => letter)];
  const next = [new Map()];
  const connect = (from, to) => {
    for (const a of from) for (const b of to) next[a].set(b, (next[a].get(b) ?? 0) + 1);
  };
  const place = (taken) => {
    takes.push(taken);
    next.push(new Map());
    return takes.length - 1;
  };
  const empty = { nullable: true, first: [], last: [] };
  const single = (taken) => {
    const state = place(taken);
    return { nullable: false, first: [state], last: [state] };
  };
  const sequence = (parts) =>
    parts.reduce((a, b) => {
      connect(a.last, b.first);
      return {
        nullable: a.nullable && b.nullable,
        first: a.nullable ? [...a.first, ...b.first] : a.first,
        last: b.nullable ? [...a.last, ...b.last] : b.last,
      };
    }, empty);
  const either = (parts) => ({
    nullable: parts.some(({ nullable }) => nullable),
    first: parts.flatMap(({ first }) => first),
    last: parts.flatMap(({ last }) => last),
  });
  const optional = (part) => ({ ...part, nullable: true });
  const alternativesOf = (list) => either(list.map(({ elements }) => sequence(elements.map(of))));
  const of = (node) => {
    switch (node.type) {
      case 'Group':
      case 'CapturingGroup':
        return alternativesOf(node.alternatives);
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
        return single(letters.of(node.raw));
      case 'Quantifier':
        return repeated(node);
      case 'Assertion':
        if (node.kind === 'start' && !flags.includes('m')) return single([START]);
        if (node.kind === 'end' && !flags.includes('m')) return single([END]);
        if (node.kind === 'lookahead' || node.kind === 'lookbehind') around.push(node);
        return empty;
      case 'Backreference':
        // Any text that the group can have: more than the one that it had.
        return optional(alternativesOf([node.resolved].flat()[0].alternatives));
      default:
        throw new Error(`unknown part of an expression: ${node.type}`);
    }
  };
  const repeated = ({ element, min, max }) => {
    const least = Math.min(min, 2);
    const copies = (count) => Array.from({ length: count }, () => of(element));
    if (max === Infinity) {
      const before = copies(Math.max(0, least - 1));
      const again = of(element);
      connect(again.last, again.first);
      return sequence([...before, least > 0 ? again : optional(again)]);
    }
    const before = copies(least);
    let rest = empty;
    for (let more = Math.min(max, 3) - least; more > 0; more--)
      rest = optional(sequence([of(element), rest]));
    return sequence([...before, rest]);
  };

  const whole = alternativesOf(alternatives);
  const accept = place(takes[SEARCH]);
  connect([accept], [accept]);
  connect(whole.last, [accept]);
  if (flags.includes('y')) {
    const begin = place([START]);
    connect([SEARCH], [begin]);
    connect([begin], whole.first);
  } else connect([SEARCH], [SEARCH, ...whole.first]);
  return { takes, next, last: new Set(whole.last), accept, isEmpty: whole.nullable };
}
