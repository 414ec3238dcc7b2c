/** Whether an interface has the name of a rule, where `eth+` stands for all names that begin with `eth`. */
export function isInterfaceNamed(pattern: string, name: string): boolean {
  return pattern.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
