/** What a caught error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What `parseArgs` finds wrong, on one line: some of its messages give advice on a second. */
export function argumentError(error: unknown): string {
  return messageOf(error).replaceAll('.\n', '. ').replaceAll('\n', '. ');
}
