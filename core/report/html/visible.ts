/**
 * Makes characters seen that would hide or turn around what stands beside them: control characters as their pictures
 * (`␀`, `␊`), formatting characters (bidirectional overrides, zero-width ones), line separators, private ones and
 * halves of surrogate pairs as `⟨U+202E⟩`. Tabs stay.
 */
export function visible(text: string): string {
  return plain.test(text) ? text : text.replace(hidden, pictureOf);
}

const plain = /^[\t\x20-\x7e]*$/;
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

function pictureOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x09) return character;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
