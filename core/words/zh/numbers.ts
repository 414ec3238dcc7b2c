import { grouped } from '../../model/grouped.ts';

/** `1,204 个包`: the measure word stands with the noun. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}`;
}
