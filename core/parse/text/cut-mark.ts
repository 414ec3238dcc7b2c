/** What people put where they cut lines out: `...`, `[...]`, `<snip>`. */
export function isCutMark(line: string): boolean {
  return /^\s*(?:#\s*)?[[({<-]*\s*(?:\.{2,}|…|snip(?:ped)?|cut|omitted|truncated)(?:\s*\.{2,})?\s*[\])}>-]*\s*$/i.test(
    line,
  );
}
