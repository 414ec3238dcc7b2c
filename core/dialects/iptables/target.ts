import type { Statement } from '../../model/statement.ts';

/** A target of iptables-extensions(8): `-j NAME --option value`. */
export interface IptablesTarget {
  readonly name: string;
  read(options: TargetOptions): Statement;
  /** What the target prints in a listing (`iptables -L`), from its print function. */
  readonly listed?: readonly ListedTarget[];
}

/** The options after a target's name. */
export interface TargetOptions {
  /** All words, name included: `MARK --set-xmark 0x1/0x1`. */
  readonly words: string;
  has(option: string): boolean;
  /** The first value of an option; null where it is missing. */
  value(option: string): string | null;
}

/** Words of a listing, and the options that iptables-save would print for them. */
export interface ListedTarget {
  /** Anchored at the beginning of what is left of the line; ends at a word's end. */
  readonly pattern: RegExp;
  options(match: RegExpExecArray): readonly string[];
}

/** `$1` in an option stands for what the first group found. */
export function listedTarget(pattern: string, ...options: readonly string[]): ListedTarget {
  return {
    pattern: new RegExp(`^(?:${pattern})(?=\\s|$)`),
    options: (match) =>
      options.map((option) => option.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '')),
  };
}

/** The options as a target sees them. */
export function targetOptions(name: string, words: readonly string[]): TargetOptions {
  return {
    words: [name, ...words].join(' '),
    has: (option) => words.includes(option),
    value(option) {
      const at = words.indexOf(option);
      return at < 0 ? null : (words[at + 1] ?? null);
    },
  };
}
