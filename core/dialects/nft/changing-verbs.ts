/** The verbs of nft's commands that change a ruleset (nft(8)). */
const verbs: ReadonlySet<string> = new Set([
  'add',
  'create',
  'insert',
  'replace',
  'delete',
  'destroy',
  'flush',
  'rename',
]);

/** Whether a word begins a command that changes a ruleset, `add rule ...`. */
export function isChangingVerb(word: string): boolean {
  return verbs.has(word);
}
