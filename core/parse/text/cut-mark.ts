/** What people put where they cut lines out: `...`, `[...]`, `<snip>`. */
export function isCutMark(line: string): boolean {
  return /^(?:#\s{0,9})?[[({<-]{0,40}\s{0,9}(?:\.{2,80}|…|snip(?:ped)?|cut|omitted|truncated)(?:\s{0,9}\.{2,80})?\s{0,9}[\])}>-]{0,40}$/i.test(
    line.trim(),
  );
}
