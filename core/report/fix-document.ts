import type { Fix, FixCommand, FixedDeadEnd } from '../model/fix.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import { causeDocument } from './packet-document.ts';
import { reachFields, whatIfFlows } from './what-if-document.ts';

/** The document of `netopsy fix --json`, schema netopsy/fix/1. */
export function fixDocument(deadEnds: readonly FixedDeadEnd[], words: Words = english) {
  return {
    schema: 'netopsy/fix/1',
    deadEnds: deadEnds.map(({ host, cause, packets, owner, fixes, unfixable }) => ({
      host,
      cause: causeDocument(words, cause, []),
      packets,
      owner,
      fixes: fixes.map((fix) => fixEntry(fix, words)),
      unfixable: unfixable === null ? null : words.fixes.unfixable(unfixable),
    })),
  };
}

function fixEntry(fix: Fix, words: Words) {
  return {
    commands: fix.commands.map(commandLine),
    persist: words.fixes.persist(fix.persist),
    why: words.fixes.why(fix),
    opens: words.fixes.opens(fix),
    flows: whatIfFlows(fix, words),
    alsoChanges: fix.alsoChanges,
    certain: fix.certain,
    ...(fix.reach === null ? {} : reachFields(fix.reach)),
  };
}

/** The line as it is typed on the host; what nft's sets and quotes need from the shell included. */
export function commandLine({ program, words }: FixCommand): string {
  return program === 'nft' && /["{}();]/.test(words) ? `nft '${words}'` : `${program} ${words}`;
}
