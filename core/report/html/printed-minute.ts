/** `2026-11-23 07:48 UTC`: how a report says when it was made. */
export function printedMinute(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
