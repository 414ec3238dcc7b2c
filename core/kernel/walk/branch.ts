import { type Headers, sentKey } from '../headers/headers.ts';
import { answered } from '../headers/questions.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { NOTHING } from '../sets/decision-diagrams.ts';
import type { Hook } from '../../model/verdict.ts';
import type { WalkAssumed } from './assumption.ts';
import { assumptionsIn, type Trail, withAssumption } from './trail.ts';

/**
 * A packet under way, in one of the cases that what is not known leaves open. Branches are never changed: what happens
 * to the packet makes a new one.
 */
export interface Branch {
  /** As it is now; `inInterface` and `outInterface` are those of the hook. */
  readonly packet: MatchPacket;
  readonly hook: Hook;
  /** The interface that routing chose; null where that is not known. */
  readonly routedOut: string | null;
  /** The next hop's address; null for a neighbour of its own link. */
  readonly routedVia: string | null;
  /** IPS_DST_NAT_DONE and IPS_SRC_NAT_DONE: a connection is translated once in each direction. */
  readonly natDone: { readonly dst: boolean; readonly src: boolean };
  /** The answers that were taken, by question. */
  readonly answers: ReadonlyMap<string, TakenAnswer>;
  readonly trail: Trail;
  /** How many of the lines that the log has of the packet it came by (`SeenLines`). */
  readonly printed: number;
  /** Where many packets are walked at once; null for one. */
  readonly headers: Headers | null;
}

interface TakenAnswer {
  readonly index: number;
  /** The key of the rule's condition that the question is about; null for other questions. */
  readonly condition: string | null;
}

/** An answer to an open question. */
export interface PossibleAnswer<T> {
  readonly value: T;
  readonly assumed: WalkAssumed;
}

/** A question that nothing known answers. */
export interface WalkQuestion {
  /** Equal keys are one question. */
  readonly key: string;
  /** The condition of a rule that it is about, by its `conditionKey`; left out for other questions. */
  readonly condition?: string;
  /** Its answer can be another one the next time it is asked. */
  readonly isFleeting?: boolean;
}

/** One branch for each answer; the one that was taken before where the branch knows the question. */
export function assume<T>(
  branch: Branch,
  { key, condition, isFleeting = false }: WalkQuestion,
  answers: readonly PossibleAnswer<T>[],
): readonly { readonly branch: Branch; readonly value: T }[] {
  if (branch.headers !== null) {
    const { space, set } = branch.headers;
    const each = answered(space, { words: key, answers: answers.map(({ assumed }) => assumed), isFleeting });
    return answers.flatMap(({ value }, index) => {
      const some = withSet(branch, space.diagrams.and(set, each[index] ?? NOTHING));
      return some === null ? [] : [{ branch: some, value }];
    });
  }
  const known = answers[branch.answers.get(key)?.index ?? -1];
  if (known !== undefined) return [{ branch, value: known.value }];
  return answers.map(({ value, assumed }, index) => {
    const trail = withAssumption(branch.trail, {
      question: key,
      isPresumed: false,
      assumed,
      answer: index,
    });
    if (isFleeting) return { value, branch: { ...branch, trail } };
    return {
      value,
      branch: { ...branch, trail, answers: taking(branch, key, { index, condition: condition ?? null }) },
    };
  });
}

/** The branch with some of its headers; null for none. */
export function withSet(branch: Branch, set: number): Branch | null {
  const { headers } = branch;
  if (headers === null || set === NOTHING) return null;
  return set === headers.set ? branch : { ...branch, headers: { ...headers, set } };
}

function taking({ answers }: Branch, question: string, answer: TakenAnswer): Branch['answers'] {
  return new Map([...answers, [question, answer]]);
}

/** Names everything that the rest of the way depends on. */
export function stateOf(branch: Branch): string {
  const { packet, hook, routedOut, routedVia, natDone, answers, printed, headers } = branch;
  const taken = Array.from(answers, ([question, { index }]) => `${question}=${index}`);
  return [
    packetKey(packet),
    hook,
    routedOut,
    routedVia,
    natDone.dst,
    natDone.src,
    printed,
    headers === null ? '' : sentKey(headers.asSent),
    ...(taken.length > 1 ? taken.toSorted() : taken),
  ].join('\n');
}

/** Branches of one state go the same way from here on: of those the one that takes the least for granted is left. */
export function joined(branches: readonly Branch[]): readonly Branch[] {
  const [first] = branches;
  if (first === undefined || branches.length < 2) return branches;
  if (first.headers !== null) return joinedHeaders(branches);
  if (branches.length <= FEW && allDiffer(branches)) return branches;
  const states = new Map<string, Branch>();
  for (const branch of branches) {
    const state = stateOf(branch);
    const known = states.get(state);
    if (known === undefined || assumptionsIn(branch.trail) < assumptionsIn(known.trail))
      states.set(state, branch);
  }
  return [...states.values()];
}

/** Up to this many branches are told apart two by two: what names a state takes longer to make. */
const FEW = 8;

function allDiffer(branches: readonly Branch[]): boolean {
  return branches.every((one, index) => branches.slice(index + 1).every((other) => differ(one, other)));
}

/** Whether two branches are plainly in different states; those that are not may still be. */
function differ(one: Branch, other: Branch): boolean {
  const [{ packet: a, answers }, { packet: b }] = [one, other];
  if (a.dst !== b.dst || a.dport !== b.dport || a.src !== b.src || a.sport !== b.sport) return true;
  if (a.mark !== b.mark || one.hook !== other.hook || one.routedOut !== other.routedOut) return true;
  if (one.printed !== other.printed || answers.size !== other.answers.size) return true;
  for (const [question, { index }] of answers) if (other.answers.get(question)?.index !== index) return true;
  return false;
}

/** The headers of branches in one state go on together. */
function joinedHeaders(branches: readonly Branch[]): readonly Branch[] {
  const states = new Map<string, Branch[]>();
  for (const branch of branches) {
    const state = stateOf(branch);
    const known = states.get(state);
    if (known === undefined) states.set(state, [branch]);
    else known.push(branch);
  }
  return Array.from(states.values(), (alike) => {
    const [branch] = alike as [Branch];
    if (branch.headers === null || alike.length === 1) return branch;
    const { diagrams } = branch.headers.space;
    const set = diagrams.union(alike.map(({ headers }) => headers?.set ?? NOTHING).toSorted((a, b) => a - b));
    return { ...branch, headers: { ...branch.headers, set } };
  });
}

function packetKey(packet: MatchPacket): string {
  let key = keys.get(packet);
  if (key === undefined) {
    key = JSON.stringify(packet);
    keys.set(packet, key);
  }
  return key;
}

const keys = new WeakMap<MatchPacket, string>();
