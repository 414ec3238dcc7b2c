import type { NftSet, Rule } from '../../model/ruleset.ts';

/** The chains that a rule can lead to: its target, or what a verdict map has. */
export function chainsCalled({ target }: Pick<Rule, 'target'>, sets: readonly NftSet[]): readonly string[] {
  if (target === null) return [];
  if (target.name !== 'vmap') return [target.name];
  const words = target.options.flatMap((option) => {
    const map = sets.find(({ name }) => option === `@${name}`);
    return map === undefined ? [option] : map.elements.map(({ value }) => value ?? '');
  });
  return words.flatMap(chainsIn);
}

/** The chains that verdicts in nft's words lead to: `jump dns`, `{ 53 : goto dns, 80 : accept }`. */
export function chainsIn(words: string): readonly string[] {
  return Array.from(words.matchAll(LEADS_TO), (found) => found[1] as string);
}

const LEADS_TO = /(?:jump|goto) (\S+?)(?=[,\s}]|$)/g;
