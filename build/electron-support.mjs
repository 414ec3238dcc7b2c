/** Electron's own rule: the newest major and the two before it get fixes. */
const supportedMajors = 3;

/**
 * What is wrong with the Electron that the app is built on, in one sentence; null while its major gets fixes.
 * `range` is what package.json asks for (`^45.5.0`), `newest` the newest stable version (`47.0.1`).
 */
export function electronFault(range, newest) {
  const [own, current] = [range, newest].map((text) => Number(/^[~^]?(\d+)\./.exec(text)?.[1] ?? NaN));
  if (Number.isNaN(own) || Number.isNaN(current)) return `Not versions: ${range}, ${newest}.`;
  if (current - own < supportedMajors) return null;
  return `Electron ${own} gets no fixes any more: ${current} is the newest major, ${current - supportedMajors + 1} the oldest with fixes.`;
}
