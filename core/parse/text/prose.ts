/**
 * Whether a line is something that a person wrote around the output, not a damaged line of it: words of a language, with
 * the marks of a sentence, or a short one that announces what follows (`the rules:`).
 */
export function isProse(line: string): boolean {
  if (line.length > longestProse) return false;
  // What people quote, a command or a rule, is not what they say.
  const text = line
    .trim()
    .replace(/^(?:[-*•]|\d{1,2}[.)])\s+/, '')
    .replace(/(?<=\s)(?:"[^"]{1,200}"|`[^`]{1,200}`)(?=[\s.,:;!?]|$)/g, 'it');
  if (!/^["'(*_]*[A-Za-z\u00c0-\u024f\u0400-\u04ff\u3040-\u9fff]/.test(text)) return false;
  if (/\s--?[a-z]|[{}=\\]|\s!\s|::\S/i.test(text)) return false;
  const words = text.split(/\s+/);
  if (words.length > 1 && text.endsWith(':')) return true;
  if (words.length < 3) return /^[A-Z][a-z]+[.!?:]$|[.!?]$/.test(text) && !/\d/.test(text);
  const plain = words.filter((word) =>
    /^["'(*_]{0,8}[a-z\u00c0-\u024f\u0400-\u04ff'’-]{1,60}["')*_.,:;!?]{0,8}$/i.test(word),
  ).length;
  return plain * 4 >= words.length * 3;
}

const longestProse = 2000;
