/**
 * Foreign text as it may be shown: on its line, in its order, with every character seen. Control characters, line
 * breaks among them, become their pictures (`␛`, `␊`); C1 controls, formatting characters (bidirectional controls,
 * zero-width ones), U+2028 and U+2029, private characters and halves of surrogate pairs become `⟨U+202E⟩`. Tabs stay.
 *
 * The one function for it, called where a text leaves Netopsy: terminal, window, HTML.
 */
export function visible(text: string): string {
  return plain.test(text) ? text : text.replace(hidden, pictureOf);
}

/** One printed line for each text, whatever is in it: what the bundle says can't begin a line of its own. */
export function printedLines(lines: readonly string[]): string {
  return lines.map((line) => `${visible(line)}\n`).join('');
}

/** JSON that a terminal shows as it stands: characters that `visible` would replace become `\u202e`, which means the same. */
export function visibleJson(json: string): string {
  return mayHideInJson.test(json) ? json.replace(hiddenInJson, escapeOf) : json;
}

/**
 * The text with each run of letters that are written from right to left between the two marks, so that it turns nothing
 * around that stands beside it.
 */
export function isolated(text: string, begin: string, end: string): string {
  if (!rightToLeft.test(text)) return text;
  let shown = '';
  let plainFrom = 0;
  let runFrom = -1;
  let runTo = -1;
  const close = (): void => {
    if (runFrom < 0) return;
    shown += text.slice(plainFrom, runFrom) + begin + text.slice(runFrom, runTo) + end;
    plainFrom = runTo;
    runFrom = -1;
  };
  let at = 0;
  for (const character of text) {
    const next = at + character.length;
    if (rightToLeft.test(character)) {
      if (runFrom < 0) runFrom = at;
      runTo = next;
    } else if (leftToRight.test(character)) close();
    at = next;
  }
  close();
  return shown + text.slice(plainFrom);
}

const plain = /^[\t\x20-\x7e]*$/;
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/gu;
/** Control characters and halves of surrogate pairs are escaped by `JSON.stringify` already. */
const mayHideInJson = /[\x7f-\uffff]/;
const hiddenInJson = /[\x7f-\x9f\p{Cf}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/gu;
/** The blocks of the scripts that Unicode writes from right to left (DerivedBidiClass.txt: R, AL). */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const leftToRight = /[\p{L}\p{N}]/u;

function pictureOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x09) return character;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

function escapeOf(character: string): string {
  return Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}
