import type { Condition, Rule } from '../../model/ruleset.ts';
import type { Holds } from './holds.ts';
import type { MatchFacts } from './match-facts.ts';
import type { MatchPacket } from './match-packet.ts';

/** What one condition of a rule says to a packet. `said` is a clause about the packet: `the packet has 8443`. */
export interface Judgement {
  readonly verdict: Holds;
  readonly said: string;
}

/** A condition with all that may decide it. */
export interface Asked {
  readonly condition: Condition;
  /** The whole rule: some options change the meaning of others. */
  readonly rule: Pick<Rule, 'conditions'>;
  readonly packet: MatchPacket;
  readonly facts: MatchFacts;
}

/** One option of a match, as its kernel module decides it. */
export type OptionMatch = (asked: Asked) => Judgement;

/** The options of one match, in the spelling of iptables-save. */
export type OptionMatches = Readonly<Record<string, OptionMatch>>;

/** The judgement for what holds before the condition's `!`, which turns yes and no around. Null: not known. */
export function judge({ condition }: Asked, holds: boolean | null, said: string): Judgement {
  if (holds === null) return { verdict: 'unknown', said };
  return { verdict: holds === condition.negated ? 'no' : 'yes', said };
}

/** The same for a value of the packet: `the packet has ...`, or that it is not known. */
export function judgeValue<T extends number | string>(
  asked: Asked,
  name: string,
  value: T | null,
  holds: (value: T) => boolean | null,
  show: (value: T) => string = String,
): Judgement {
  if (value === null) return judge(asked, null, `the packet's ${name} is not known`);
  const answer = holds(value);
  const said = `the packet has ${show(value)}`;
  return judge(asked, answer, answer === null ? `${said}, and the rule's value is not understood` : said);
}

/** For packets that the match never selects, negated or not. */
export function never(said: string): Judgement {
  return { verdict: 'no', said };
}

/** For packets that the match selects whatever the condition says. */
export function always(said: string): Judgement {
  return { verdict: 'yes', said };
}

export function unknowable(said: string): Judgement {
  return { verdict: 'unknown', said };
}

/** The first value of the condition; '' where the rule ends without one. */
export function valueOf({ condition }: Asked): string {
  return condition.values[0] ?? '';
}
