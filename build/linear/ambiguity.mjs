import { automatonsOf, START, END } from './automaton.mjs';

/**
 * Why a search with the expression can take more than linear time: a text that makes it so, as
 * `{ before, again, after }`; null where it can't. The number of ways in which an automaton reads a text grows with the
 * text if and only if there are two states p and q and a text v that leads from p to p, from p to q and from q to q
 * (Weber and Seidl, "On the degree of ambiguity of finite automata", 1991). A backtracking search tries all of them
 * where what follows lets none of them match.
 *
 * @param {string} source
 * @param {string} flags
 * @returns {{ before: string, again: string } | null}
 */
export function superLinear(source, flags) {
  for (const automaton of automatonsOf(source, flags)) {
    const found = ambiguousLoop(automaton);
    if (found !== null) return found;
  }
  return null;
}

function ambiguousLoop(automaton) {
  const { next, accept, letters, show } = automaton;
  const by = stepsByLetter(automaton);
  const component = components(next);
  const loops = (state) => next[state].has(state) || (component.size[component.of[state]] ?? 0) > 1;
  const reach = reachability(next);
  const told = (word) => word.map(show).join('');

  // Two ways that are one pair of states, on a loop: `(a*)*`.
  for (const [from, targets] of next.entries())
    for (const [to, ways] of targets)
      if (ways > 1 && component.of[from] === component.of[to] && loops(from) && from !== accept) {
        const pumped = wordBetween(by, to, from, letters);
        const first = automaton.takes[to].find((letter) => letter > END);
        if (pumped === null || first === undefined) continue;
        const attack = { prefix: prefixTo(automaton, by, from), again: [first, ...pumped] };
        if (isRejectedAfter(automaton, by, from, attack)) return inWords(attack, told);
      }

  const looping = [...next.keys()].filter((state) => state !== accept && loops(state));
  for (const p of looping)
    for (const q of looping) {
      if (p === q || !reach[p].has(q)) continue;
      for (const again of pumpingWords(by, component.of, p, q, letters)) {
        const attack = { prefix: prefixTo(automaton, by, p), again };
        if (attack.prefix !== null && isRejectedAfter(automaton, by, p, attack)) return inWords(attack, told);
      }
    }
  return null;
}

function inWords({ prefix, again }, told) {
  return { before: told(prefix), again: told(again) };
}

/** By state and letter: where it goes. */
function stepsByLetter({ takes, next, letters }) {
  return next.map((targets) => {
    const row = Array.from({ length: letters }, () => []);
    for (const to of targets.keys()) for (const letter of takes[to]) row[letter].push(to);
    return row;
  });
}

/** Words v with p-v->p, p-v->q and q-v->q, one for each letter that such a word can begin with. */
function* pumpingWords(by, componentOf, p, q, letters) {
  for (let first = END + 1; first < letters; first++) {
    const word = search(
      [[p, p, q]],
      ([a, b, c], isFirst) => stepsOf(by, componentOf, p, q, [a, b, c], isFirst ? first : null, letters),
      ([a, b, c]) => a === p && b === q && c === q,
    );
    if (word !== null) yield word;
  }
}

function stepsOf(by, componentOf, p, q, [a, b, c], only, letters) {
  const found = [];
  for (let letter = only ?? END + 1; letter < (only === null ? letters : only + 1); letter++)
    for (const toA of by[a][letter]) {
      if (componentOf[toA] !== componentOf[p]) continue;
      for (const toC of by[c][letter]) {
        if (componentOf[toC] !== componentOf[q]) continue;
        for (const toB of by[b][letter]) found.push([letter, [toA, toB, toC]]);
      }
    }
  return found;
}

/** The letters of a shortest way, at least one, from a start to a goal; null where there is none, or none is found soon. */
function search(starts, stepsFrom, isGoal) {
  const seen = new Set();
  let border = starts.map((state) => ({ state, word: null }));
  for (let isFirst = true; border.length > 0 && seen.size < MOST_STATES; isFirst = false) {
    const ahead = [];
    for (const { state, word } of border)
      for (const [letter, to] of stepsFrom(state, isFirst)) {
        const key = to.join();
        if (seen.has(key)) continue;
        seen.add(key);
        const longer = { letter, before: word };
        if (isGoal(to)) return unrolled(longer);
        ahead.push({ state: to, word: longer });
      }
    border = ahead;
  }
  return null;
}

const MOST_STATES = 200_000;

function unrolled(word) {
  const letters = [];
  for (let at = word; at !== null; at = at.before) letters.unshift(at.letter);
  return letters;
}

/** A way from the beginning of the text to a state. */
function prefixTo(automaton, by, to) {
  const { letters } = automaton;
  return search(
    [[0]],
    ([state], isFirst) => {
      const found = [];
      for (let letter = isFirst ? START : END + 1; letter < (isFirst ? START + 1 : letters); letter++)
        for (const target of by[state][letter]) found.push([letter, [target]]);
      return found;
    },
    ([state]) => state === to,
  );
}

function wordBetween(by, from, to, letters) {
  if (from === to) return [];
  return search(
    [[from]],
    ([state]) => {
      const found = [];
      for (let letter = END + 1; letter < letters; letter++)
        for (const target of by[state][letter]) found.push([letter, [target]]);
      return found;
    },
    ([state]) => state === to,
  );
}

/**
 * Whether after many times `again` some text lets nothing match that goes on from `p`: all of that is tried before what
 * begins later, and it may be tried before what matches otherwise.
 */
function isRejectedAfter({ accept, last, letters }, by, p, { prefix, again }) {
  if (prefix === null) return false;
  const isMatched = (states) => states.has(accept) || [...states].some((state) => last.has(state));
  let states = new Set([p]);
  const seen = new Set();
  for (let key = keyOf(states); !seen.has(key); key = keyOf(states)) {
    seen.add(key);
    for (const letter of again) {
      states = stepped(by, states, letter);
      if (isMatched(states)) return false;
    }
  }
  states.delete(0);
  const tried = new Set();
  let border = [states];
  while (border.length > 0 && tried.size < MOST_SUBSETS) {
    const ahead = [];
    for (const each of border) {
      if (!isMatched(stepped(by, each, END))) return true;
      for (let letter = END + 1; letter < letters; letter++) {
        const to = stepped(by, each, letter);
        const key = keyOf(to);
        if (tried.has(key) || isMatched(to)) continue;
        tried.add(key);
        ahead.push(to);
      }
    }
    border = ahead;
  }
  return border.length > 0;
}

const MOST_SUBSETS = 2000;

function stepped(by, states, letter) {
  const to = new Set();
  for (const state of states) for (const target of by[state][letter]) to.add(target);
  return to;
}

function keyOf(states) {
  return [...states].sort((a, b) => a - b).join();
}

function reachability(next) {
  return next.map((_, start) => {
    const seen = new Set();
    const waiting = [start];
    for (let state = waiting.pop(); state !== undefined; state = waiting.pop())
      for (const to of next[state].keys())
        if (!seen.has(to)) {
          seen.add(to);
          waiting.push(to);
        }
    return seen;
  });
}

/** The strongly connected components: of each state its own, and their sizes. */
function components(next) {
  const reach = reachability(next);
  const of = next.map(() => -1);
  const size = [];
  for (const state of next.keys()) {
    if (of[state] >= 0) continue;
    const own = size.length;
    of[state] = own;
    size.push(1);
    for (const other of reach[state])
      if (other !== state && of[other] < 0 && reach[other].has(state)) {
        of[other] = own;
        size[own]++;
      }
  }
  return { of, size };
}
