import type { NeverSearch } from '../../model/reach.ts';
import type { Words } from '../../words/words.ts';
import type { Redaction } from '../redact/redaction.ts';
import { markup, Markup, write } from './markup.ts';
import { stylesheet } from './stylesheet.ts';
import { stylesheetHash } from './stylesheet-hash.ts';

/** What every report says of itself, and how its texts are rewritten before they are shown. */
export interface ReportOptions {
  /** The bundle's name. */
  readonly title: string;
  /** Netopsy's version. */
  readonly version: string;
  /** When the report is made, as it is to be printed. */
  readonly created: string;
  /** The language. */
  readonly words: Words;
  /** Takes the names of hosts and networks out; null to show them. */
  readonly redaction: Redaction | null;
  /** What the operator says, before all else; none unless given. */
  readonly own?: OwnWords;
  /** The rules that no packet can match; nothing of them unless given. */
  readonly never?: NeverSearch;
}

/** The operator's own words, and notes on what they are on. */
export interface OwnWords {
  readonly words: string;
  readonly notes: readonly { readonly about: string; readonly text: string }[];
}

/** A piece of the file, to be written after the former ones. */
export interface ReportChunk {
  readonly text: string;
  /** How much of the report is made, from 0 to 1. */
  readonly done: number;
}

/** A part of a report with a heading of its own. */
export interface ReportSection {
  readonly id: string;
  readonly title: string;
  /** Each piece is whole: what it opens, it closes. */
  readonly pieces: () => AsyncIterable<Markup> | Iterable<Markup>;
}

/** A section that is left out where it has nothing to show. */
export function sectionWhere(
  there: boolean,
  id: string,
  title: string,
  pieces: ReportSection['pieces'],
): readonly ReportSection[] {
  return there ? [{ id, title, pieces }] : [];
}

/**
 * A self-contained HTML file: it holds no script, makes no requests, and its policy forbids both. It comes in pieces, so
 * that whoever writes it can show how far it is, and stop.
 */
export async function* reportPage(
  kind: string,
  masthead: Markup,
  sections: readonly ReportSection[],
  options: ReportOptions,
): AsyncGenerator<ReportChunk> {
  const chunk = (markup: Markup, done: number): ReportChunk => ({
    text: write(markup, options.redaction === null ? asItIs : options.redaction.text),
    done,
  });
  // The bundle's name may be the customer's.
  const title = options.redaction === null ? options.title : options.words.report.redacted(kind);
  yield chunk(pageBegin(kind, masthead, sections, { ...options, title }), 0);
  for (const [i, { id, title, pieces }] of sections.entries()) {
    yield chunk(sectionBegin(id, title), i / sections.length);
    for await (const piece of pieces()) yield chunk(piece, i / sections.length);
    yield chunk(markup`</section>\n`, (i + 1) / sections.length);
  }
  yield chunk(pageEnd(options), 1);
}

function asItIs(text: string): string {
  return text;
}

function sectionBegin(id: string, title: string): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
`;
}

function pageBegin(
  kind: string,
  masthead: Markup,
  sections: readonly ReportSection[],
  { title, version, words }: ReportOptions,
): Markup {
  return markup`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${stylesheetHash()}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Netopsy ${version}">
<title>${title} · Netopsy ${kind}</title>
<style>${new Markup([stylesheet], [])}</style>
</head>
<body>
<nav aria-label="${words.report.contents}"><p class="product">Netopsy</p><ul>${sections.map(
    (section) => markup`<li><a href="#${section.id}">${section.title}</a></li>`,
  )}</ul></nav>
<main>
<header>
<p class="kind">Netopsy ${kind}</p>
<h1>${title}</h1>
${masthead}
</header>
`;
}

function pageEnd({ version, created, redaction, words }: ReportOptions): Markup {
  const { report } = words;
  const paragraphs = redaction === null ? report.footer : [...report.footer, report.whatRedactionKeeps];
  return markup`<footer>
${paragraphs.map((paragraph) => markup`<p>${paragraph}</p>\n`)}<p>${report.madeBy(version, created)}</p>
</footer>
</main>
</body>
</html>
`;
}
