import { isolated, visible } from '../visible.ts';

/**
 * What may stand in a template: text (escaped when it is written), markup, lists of them. `null` and '' write nothing.
 */
export type Content = string | number | null | Markup | Clipped | readonly Content[];

/** Markup that a template of ours made. Its texts are still as they came; `write` escapes them. */
export class Markup {
  readonly parts: readonly string[];
  readonly contents: readonly Content[];

  constructor(parts: readonly string[], contents: readonly Content[]) {
    this.parts = parts;
    this.contents = contents;
  }
}

/** Text that is cut to a length when it is written, after redaction, which must see whole names. */
export class Clipped {
  readonly text: string;
  readonly longest: number;

  constructor(text: string, longest: number) {
    this.text = text;
    this.longest = longest;
  }
}

/** `<td>${text}</td>`: the template's own parts are markup, what stands in it is text. Attributes are always quoted. */
export function markup(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(parts, contents);
}

/** Text of at most this many characters, with a word on what was cut. */
export function clipped(text: string, longest: number): Content {
  return text.length <= longest ? text : new Clipped(text, longest);
}

/**
 * The one place where text becomes HTML. `rewrite` sees every text before it is escaped: redaction.
 */
export function write(content: Content, rewrite: (text: string) => string): string {
  const out: string[] = [];
  append(content);
  return out.join('');

  function append(part: Content): void {
    if (part === null) return;
    if (typeof part === 'number') out.push(String(part));
    else if (typeof part === 'string') out.push(escape(rewrite(part)));
    else if (part instanceof Clipped) out.push(escape(cut(rewrite(part.text), part.longest)));
    else if (part instanceof Markup) {
      part.parts.forEach((text, i) => {
        out.push(text);
        append(part.contents[i] ?? null);
      });
    } else for (const each of part) append(each);
  }
}

function escape(text: string): string {
  const escaped = visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
  // First strong isolate, pop directional isolate: they count in attributes, too, where no <bdi> can stand.
  return isolated(escaped, '&#x2068;', '&#x2069;');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  if (longest < 100) return `${text.slice(0, longest - 1)}…`;
  return `${text.slice(0, longest)} … (${text.length - longest} more characters)`;
}
