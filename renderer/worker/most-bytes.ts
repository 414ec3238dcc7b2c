/**
 * The memory, in bytes, that an analysis may take. Browsers tell that of the machine in GiB, and no more than 8 of them;
 * objects, a third of what an analysis may take, have room in four.
 */
export function mostBytes(): number {
  const { deviceMemory = 8 } = navigator as { readonly deviceMemory?: number };
  return deviceMemory * 2 ** 30 * 0.7;
}
