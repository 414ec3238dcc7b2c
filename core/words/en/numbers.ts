import { grouped } from '../../model/grouped.ts';

/** `1 packet`, `1,204 packets` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}
