/**
 * Sentences stand in the catalogue (core/words/), so that a further language is a folder. This check finds English
 * elsewhere: in strings of core, electron and renderer, and as text or labels in components.
 *
 *   node build/sentences.mjs [ROOT]        prints each place, and exits with 1 if there is one
 *
 * A string is taken for a sentence if it has at least three words, one of them a word that English puts between others.
 * What a thrown Error says is for whoever mends the program. In components any text is found, of one word as well.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'svelte/compiler';
import ts from 'typescript';
import { fromRoot } from './paths.mjs';

const catalogue = /^core\/words\/|\.test\.ts$|\.d\.ts$|\/testing\/|\/assembly\//;

/** Files with words that are not Netopsy's own, and whose they are. */
const foreign = new Map([
  ['core/dialects/', 'iptables, nft and ebtables'],
  ['core/edit/', 'what iptables, nft, ip, ipset, sysctl and conntrack answer'],
  ['core/parse/captures/tshark-line.ts', 'tshark'],
  ['core/parse/counters/netstat-statistics.ts', 'netstat -s'],
  ['core/parse/kernel-messages/', 'the kernel'],
  ['core/parse/network/', 'iproute2 and net-tools'],
  ['core/parse/rules/', 'iptables, nft, ipset and ebtables'],
  ['core/report/redact/', 'names that files have'],
  ['electron/cli/completion.ts', 'bash, zsh and fish'],
]);

/** Words that hold English sentences together, and that no tool prints in a list of names. */
const joints =
  /(?<!-)\b(?:the|an?|is|are|was|were|be|has|have|had|not|no|of|that|which|with|and|but|cannot|does|this|its?|there|than|into|after|without|only|for|found|known|could|would|nothing|can['’]t)\b/i;

/** Text of components that is the same in every language. */
const anyLanguage = new Set(['Netopsy', 'ip.src==10.1.0.2 && tcp.port==443']);

/** Attributes that a person reads or hears. */
const readOut = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label']);

const root = process.argv[2] ?? fromRoot('.');
const places = ['core', 'electron', 'renderer']
  .flatMap((folder) => sourcesIn(join(root, folder)))
  .map((file) => relative(root, file).replaceAll('\\', '/'))
  .filter((path) => !catalogue.test(path) && ![...foreign.keys()].some((own) => path.startsWith(own)))
  .flatMap((path) => {
    const source = readFileSync(join(root, path), 'utf8');
    return path.endsWith('.svelte') ? placesInComponent(path, source) : sentencesIn(path, source);
  });
for (const { path, line, text } of places) console.log(`${path}:${line} speaks English: ${text}`);
process.exitCode = places.length === 0 ? 0 : 1;

function sourcesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesIn(path);
    return /\.(?:ts|svelte)$/.test(entry.name) ? [path] : [];
  });
}

function sentencesIn(path, source, firstLine = 1) {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    if (ts.isNewExpression(node) && /Error$/.test(node.expression.getText())) return;
    const text = textOf(node);
    if (text !== null && isSentence(text)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push({ path, line: line + firstLine, text: JSON.stringify(text) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** A string as it reads, with `…` for what is put into it; of markup, what is between the tags. Null for other nodes. */
function textOf(node) {
  if (ts.isStringLiteralLike(node)) return withoutMarkup(node.text);
  if (!ts.isTemplateExpression(node)) return null;
  return withoutMarkup(node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join(''));
}

function withoutMarkup(text) {
  return text
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function isSentence(text) {
  // Patterns, options and rules of stylesheets.
  if (/\\|\(\?|^--?\w|[{;]\s*[a-z-]+:/.test(text)) return false;
  return text.split(' ').filter((word) => /[A-Za-z]/.test(word)).length >= 3 && joints.test(text);
}

function placesInComponent(path, source) {
  const { fragment, instance, module } = parse(source, { modern: true });
  const lineAt = (position) => source.slice(0, position).split('\n').length;
  const found = [instance, module].flatMap((script) => {
    if (!script) return [];
    const { start, end } = script.content;
    return sentencesIn(path, source.slice(start, end), lineAt(start));
  });
  const visit = (node, attribute) => {
    if (node?.type === 'StyleDirective') return;
    if (Array.isArray(node)) return node.forEach((each) => visit(each, attribute));
    if (node === null || typeof node !== 'object') return;
    if (node.type === 'Text') {
      const text = node.data.replace(/\s+/g, ' ').trim();
      const isRead = attribute === null || readOut.has(attribute);
      if (isRead && /[A-Za-z]{2}/.test(text) && !anyLanguage.has(text))
        found.push({ path, line: lineAt(node.start), text: JSON.stringify(text) });
      return;
    }
    const inside = node.type === 'Attribute' ? node.name : attribute;
    for (const [key, child] of Object.entries(node)) if (key !== 'parent') visit(child, inside);
    const said = node.type === 'Literal' && typeof node.value === 'string' ? node.value : '';
    if (isSentence(said)) found.push({ path, line: lineAt(node.start), text: JSON.stringify(said) });
  };
  visit(fragment.nodes, null);
  return found;
}
