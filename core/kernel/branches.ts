import type { Evidence } from '../model/evidence.ts';
import { factKey, type OpenFact, type Premise } from '../model/open-fact.ts';

/** A fact that decides and that the bundle does not hold, with the command that prints it. */
export interface OpenQuestion {
  readonly fact: OpenFact;
  /** Empty where no file can settle it. */
  readonly command: string;
}

/** One way in which an open question could be answered. */
export interface Answer<T> {
  readonly value: T;
  readonly premise: Premise;
}

/** An answer that one case took for granted. */
export interface Assumption {
  readonly question: OpenQuestion;
  readonly premise: Premise;
}

/** What the kernel's procedure asks while it is replayed: facts that are missing, and lines that it relied on. */
export interface Branches {
  /** Takes one of the answers for granted; the same one whenever the same question comes again in this case. */
  assume<T>(question: OpenQuestion, answers: readonly Answer<T>[]): T;
  /** Takes an answer for granted to which there are others that can't be listed: it is never certain from here on. */
  presume(question: OpenQuestion, premise: Premise): void;
  /** Records a line of the bundle that the result rests on. */
  cite(evidence: Evidence): void;
}

/** The result under one set of assumptions; without any, and without presumptions, it is certain. */
export interface Case<T> {
  readonly result: T;
  readonly assumptions: readonly Assumption[];
  readonly presumptions: readonly Assumption[];
  readonly evidence: readonly Evidence[];
}

/**
 * Replays a procedure once for every combination of answers to the questions that it asks, so that what holds in all
 * cases is certain however incomplete the bundle is, and what holds in some is possible. A procedure that asks nothing
 * runs once. Null for more than 256 cases: then too little is known to say anything.
 */
export function everyCase<T>(run: (branches: Branches) => T): readonly Case<T>[] | null {
  const cases: Case<T>[] = [];
  let script: readonly number[] | null = [];
  while (script !== null) {
    if (cases.length === caseLimit) return null;
    const choices: Choice[] = [];
    const evidence: Evidence[] = [];
    const presumptions: Assumption[] = [];
    const result = run(branchesFor(script, choices, presumptions, evidence));
    const assumptions = choices.map(({ question, premise }) => ({ question, premise }));
    cases.push({ result, assumptions, presumptions, evidence });
    script = nextScript(choices);
  }
  return cases;
}

const caseLimit = 256;

interface Choice extends Assumption {
  /** The fact's. */
  readonly key: string;
  readonly index: number;
  readonly of: number;
}

function branchesFor(
  script: readonly number[],
  choices: Choice[],
  presumptions: Assumption[],
  evidence: Evidence[],
): Branches {
  return {
    assume(question, answers) {
      const key = factKey(question.fact);
      const earlier = choices.find((choice) => choice.key === key);
      const index = earlier?.index ?? script[choices.length] ?? 0;
      const answer = answers[index];
      if (answer === undefined) throw new Error(`no answer ${index} to ${key}`);
      if (!earlier) choices.push({ question, key, premise: answer.premise, index, of: answers.length });
      return answer.value;
    },
    presume(question, premise) {
      const key = factKey(question.fact);
      if (!presumptions.some((earlier) => factKey(earlier.question.fact) === key))
        presumptions.push({ question, premise });
    },
    cite(line) {
      if (!evidence.some((known) => known.file === line.file && known.line === line.line))
        evidence.push(line);
    },
  };
}

/** Counts up like an odometer: the last choice that has an answer left takes it, those after it start again. */
function nextScript(choices: readonly Choice[]): readonly number[] | null {
  for (let last = choices.length - 1; last >= 0; last--) {
    const choice = choices[last];
    if (choice && choice.index + 1 < choice.of) {
      return [...choices.slice(0, last).map((earlier) => earlier.index), choice.index + 1];
    }
  }
  return null;
}
