/** `甲`, `甲和乙`, `甲、乙和丙` */
export function listed(items: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  const last = items.at(-1) ?? '';
  if (items.length < 2) return last;
  return `${items.slice(0, -1).join('、')}${conjunction === 'and' ? '和' : '或'}${last}`;
}
