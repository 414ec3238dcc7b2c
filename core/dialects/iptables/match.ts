import type { Condition } from '../../model/condition.ts';

/** One option of a match with its values: `! --dport 80`. */
export interface MatchOption {
  readonly option: string;
  readonly negated: boolean;
  readonly values: readonly string[];
}

/** What else of the rule decides what a match asks. */
export interface MatchContext {
  /** The protocol that `-p` names, in lower case; null without one. */
  readonly protocol: string | null;
}

/** A match of iptables-extensions(8): `-m NAME --option value`. */
export interface IptablesMatch {
  readonly name: string;
  /** The options in the spelling of iptables-save, each with how many values it takes: one, or the number after the colon. */
  readonly options: string;
  /** Other names and spellings that iptables accepts. */
  readonly aliases?: readonly string[];
  readonly spellings?: Readonly<Record<string, string>>;
  /** The protocols (`-p`) that load the match by themselves where it has options. */
  readonly impliedBy?: readonly string[];
  /** What its options ask together; none for a match that stands without options (`-m socket`). */
  read(options: readonly MatchOption[], context: MatchContext): readonly Condition[];
  /** What the match prints in a listing (`iptables -L`), from its print function. */
  readonly listed?: readonly ListedMatch[];
}

/** Words of a listing, and the options that iptables-save would print for them. */
export interface ListedMatch {
  /** Anchored at the beginning of what is left of the line; ends at a word's end. */
  readonly pattern: RegExp;
  options(match: RegExpExecArray, protocol: string): readonly ListedOption[];
}

export interface ListedOption extends MatchOption {
  readonly match: string;
}

type Groups = Readonly<Record<string, string>>;

/** Words with named groups; `not` holds a `!` where the option is negated. Null: words that say nothing. */
export function listed(
  pattern: string,
  translate: (
    groups: Groups,
    protocol: string,
  ) => readonly [match: string, option: string, ...values: readonly string[]] | null,
): ListedMatch {
  return {
    pattern: new RegExp(`^(?:${pattern})(?=\\s|$)`),
    options(found, protocol) {
      const groups: Groups = found.groups ?? {};
      const translation = translate(groups, protocol);
      if (!translation) return [];
      const [match, option, ...values] = translation;
      const negated = groups['not'] !== undefined && groups['not'].trim() !== '';
      return [{ match, option, negated, values }];
    },
  };
}

/** What stands in for an option where the words of a listing are kept as they are. */
export const printedWords = 'printed words';

/** Words of a match whose answer no bundle tells: its options would say no more. */
export function printed(match: string, pattern: string): ListedMatch {
  return {
    pattern: new RegExp(`^(?:${pattern})(?=\\s|$)`),
    options: ([words]) => [{ match, option: printedWords, negated: false, values: [words] }],
  };
}

/** The group `not`, with the blank that some print functions leave after it. */
export const not = '(?<not>! ?)?';

/** The options as iptables-save prints them: `! --limit 5/sec --limit-burst 7`; `-m NAME` for none. */
export function optionWords(name: string, options: readonly MatchOption[]): string {
  if (options.length === 0) return `-m ${name}`;
  return options
    .map(({ option, negated, values }) =>
      [...(negated ? ['!'] : []), ...(option === printedWords ? [] : [option]), ...values].join(' '),
    )
    .join(' ');
}

/** The first value of an option; '' where the rule ends without one. */
export function valueOf({ values }: Pick<MatchOption, 'values'>): string {
  return values[0] ?? '';
}

/** An option that the match is not known to have. */
export function unknownOption(name: string, option: MatchOption): Condition {
  return { kind: 'unknown', words: optionWords(name, [option]) };
}
