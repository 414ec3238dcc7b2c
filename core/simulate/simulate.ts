import type { Assumption, Case, Inquiry } from '../kernel/branches.ts';
import { everyCase } from '../kernel/branches.ts';
import type { SimulatedWay, Simulation } from '../model/simulation.ts';
import type { SimulationInput } from './simulation-input.ts';
import type { FollowedWay } from './walk-hooks.ts';
import { walkHooks } from './walk-hooks.ts';

/**
 * The way of a packet through all tables and the routing decision. What the bundle does not tell is tried both ways;
 * ways that end alike are shown once, by the one that takes the least for granted.
 */
export function simulate(input: SimulationInput): Simulation {
  const cases = everyCase((inquiry) => walkHooks(input, inquiry));
  if (cases !== null) return { ways: distinctWays(cases), unexplored: null, presumed: presumedIn(cases) };
  const only = firstCase((inquiry) => walkHooks(input, inquiry));
  return {
    ways: distinctWays([only]),
    presumed: presumedIn([only]),
    unexplored:
      'too much is unknown to follow every way; shown is the one where no condition holds that can’t be decided',
  };
}

function presumedIn(cases: readonly Case<FollowedWay>[]): readonly string[] {
  return [...new Set(cases.flatMap(({ presumptions }) => presumptions.map(({ says }) => says)))];
}

function distinctWays(cases: readonly Case<FollowedWay>[]): readonly SimulatedWay[] {
  const byEnd = new Map<string, SimulatedWay>();
  for (const { result, assumptions, presumptions } of cases) {
    const way = { ...result, assumes: [...presumptions, ...assumptions].map(({ says }) => says) };
    const end = JSON.stringify([way.disposition, way.cause, way.summary, way.egress]);
    const known = byEnd.get(end);
    if (!known || way.assumes.length < known.assumes.length) byEnd.set(end, way);
  }
  return [...byEnd.values()].toSorted((a, b) => a.assumes.length - b.assumes.length);
}

/** Runs once, with the first answer to every question. */
function firstCase<T>(run: (inquiry: Inquiry) => T): Case<T> {
  const taken = new Map<string, Assumption>();
  const inquiry: Inquiry = {
    ask(question, answers) {
      const [first] = answers;
      if (first === undefined) throw new Error(`question without answers: ${question.what}`);
      taken.set(question.what, { question, says: first.says });
      return first.value;
    },
    presume: (question, says) => taken.set(question.what, { question, says }),
    cite: () => undefined,
  };
  return { result: run(inquiry), assumptions: [...taken.values()], presumptions: [], evidence: [] };
}
