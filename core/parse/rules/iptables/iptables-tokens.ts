/**
 * The tokens of a rule as iptables-restore splits it (iptables/xshared.c, add_param_to_argv): at blanks, except within
 * double quotes, where a backslash takes the next character as it is. Null where a quote is not closed.
 */
export function iptablesTokens(text: string): string[] | null {
  const tokens: string[] = [];
  let token: string | null = null;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? '';
    if (quoted) {
      if (character === '"') quoted = false;
      else token = (token ?? '') + (character === '\\' ? (text[++index] ?? '') : character);
    } else if (character === '"') {
      quoted = true;
      token ??= '';
    } else if (character === ' ' || character === '\t') {
      if (token !== null) tokens.push(token);
      token = null;
    } else {
      token = (token ?? '') + character;
    }
  }
  if (token !== null) tokens.push(token);
  return quoted ? null : tokens;
}
