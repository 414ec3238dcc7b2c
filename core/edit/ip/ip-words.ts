import type { Refusal } from '../../model/edit.ts';
import type { Family } from '../../model/family.ts';
import type { Configuration } from '../configuration.ts';
import type { TypedCommand } from '../edit-kind.ts';
import { refuse, type TypedWord } from '../typed-line.ts';

/** The words of a command of ip(8) after its object's verb. */
export interface IpWords {
  /** As `-4` or `-6` say it; null where the command does not. */
  readonly family: Family | null;
  /** `add`, `del`: with the whole word, however short it was typed. */
  readonly verb: string;
  readonly words: readonly TypedWord[];
  readonly verbAt: TypedWord;
  readonly command: TypedCommand;
  readonly state: Configuration;
}

/** The word after a keyword, or null. */
export function valueAfter(words: readonly TypedWord[], ...keywords: readonly string[]): TypedWord | null {
  const index = words.findIndex(({ text }) => keywords.includes(text));
  return index < 0 ? null : (words[index + 1] ?? null);
}

/** Refused where the bundle lists the host's interfaces and the one named is not among them. */
export function unknownDevice({ network }: Configuration, dev: TypedWord | null): Refusal | null {
  const links = network?.links ?? [];
  if (dev === null || links.length === 0 || links.some(({ name }) => name === dev.text)) return null;
  return refuse(`Cannot find device "${dev.text}"`, dev);
}
