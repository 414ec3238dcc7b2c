import { clipped, type Content, markup } from './markup.ts';

/** A rule as the bundle has it; its options stay in one piece where the line is broken. */
export function ruleText(text: string, longest: number): Content {
  if (text.length > longest) return clipped(text, longest);
  return text
    .split(/(?<![^\s])(-{1,2}[A-Za-z][\w-]*)/)
    .map((part, i) => (i % 2 === 1 ? markup`<span class="nowrap">${part}</span>` : part));
}

/** A sentence in which `--dport 80` stands as code. */
export function withCode(text: string, longest: number): Content {
  if (text.length > longest) return clipped(text, longest);
  const parts = text.split('`');
  if (parts.length % 2 === 0) return text;
  return parts.map((part, i) => (i % 2 === 1 ? markup`<code>${part}</code>` : part));
}
