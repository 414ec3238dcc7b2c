/** Where the word begins that is the first from `from` on; the text's end where none is. */
export function wordStart(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text, at)) at++;
  return at;
}

/** Where the word ends that `from` lies in; `from` itself where a blank does. */
export function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isBlank(text, at)) at++;
  return at;
}

/** What `\s` of a regular expression matches. */
function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x80 && /\s/.test(text.charAt(at)));
}
