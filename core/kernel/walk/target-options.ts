/** The value after an option of a target; null where the target does not have it. */
export function optionOf(options: readonly string[], name: string): string | null {
  const place = options.indexOf(name);
  return place < 0 ? null : (options[place + 1] ?? null);
}
