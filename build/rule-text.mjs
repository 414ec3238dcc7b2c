/**
 * Rules, options and sentences are read once, by their parsers: everywhere else code asks types. This check finds code
 * that looks at their words again: `text.includes('LOG')`, `/prefix/.exec(rule.text)`, `options.indexOf('--to-ports')`.
 *
 *   node build/rule-text.mjs [ROOT]        prints each place, and exits with 1 if there is one
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { fromRoot } from './paths.mjs';

/** Rooms whose work is text: they read it, print it, or carry it to the page. */
const ofText =
  /^core\/(?:open|parse|dialects|edit|words|report|testing|kernel\/testing)\/|\.test\.ts$|\.d\.ts$/;

/** Files elsewhere that read text of other kinds, and what it is. */
const readers = new Map([
  ['core/kernel/address.ts', 'addresses'],
  ['core/kernel/address-words.ts', 'addresses'],
  ['core/kernel/match/address-range.ts', 'elements of ipset(8)'],
  ['core/kernel/match/port-range.ts', 'elements of ipset(8)'],
  ['core/what-if.ts', 'what commands bring, handed to the parsers'],
  ['core/simulate/packet-query.ts', 'the packet that a person asks for'],
  ['core/simulate/reach/reach-query.ts', 'the packets that a person asks for'],
  ['core/kernel/headers/ipset-headers.ts', 'elements of ipset(8)'],
  ['core/questions/flow-selector.ts', 'the flow that a person asks for'],
  ['core/questions/read-expectation.ts', 'what a person expects of a flow'],
  ['core/join/hosts/cleaned.ts', 'marks that cleaners of bundles leave in any file'],
  ['core/join/hosts/routes-of.ts', 'lines of routes, which are one route if they are equal'],
  ['core/join/rules/attribute-log-lines.ts', 'prefixes of LOG that name their chain'],
  ['core/diff/compare-fib-rules.ts', 'lines of ip rule, for showing'],
  ['core/kernel/host-state.ts', 'lines of routes, for comparing'],
  ['core/diff/kernel-routes.ts', 'lines of routes: who made them'],
  ['core/kernel/routing/host-network.ts', 'lines of routes: who made them'],
]);

/** What rules and sentences are called in the code. */
const namesOfText = new Set([
  ...['text', 'ruleText', 'words', 'said', 'detail', 'summary', 'sentence', 'effect', 'note', 'printed'],
  ...['option', 'options', 'targetOptions', 'target', 'statement', 'condition', 'verdictText'],
]);

/** Methods of strings and lists that look for words. */
const looking = new Set([
  ...['includes', 'startsWith', 'endsWith', 'indexOf', 'lastIndexOf', 'match', 'matchAll', 'search', 'split'],
  ...['replace', 'replaceAll'],
]);

const root = process.argv[2] ?? fromRoot('.');
const places = sourcesIn(join(root, 'core')).flatMap((file) => {
  const path = relative(root, file).replaceAll('\\', '/');
  return ofText.test(path) || readers.has(path) ? [] : placesIn(path, readFileSync(file, 'utf8'));
});
for (const { path, line, code } of places) console.log(`${path}:${line} looks at words: ${code}`);
process.exitCode = places.length === 0 ? 0 : 1;

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesIn(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

function placesIn(path, source) {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    if (ts.isCallExpression(node) && looksAtWords(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push({ path, line: line + 1, code: node.getText().split('\n')[0] });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** `rule.text.startsWith('-A ')`, `/reject/.test(text)`, `PREFIX.exec(text)` */
function looksAtWords({ expression, arguments: given }) {
  if (!ts.isPropertyAccessExpression(expression)) return false;
  const method = expression.name.text;
  if (method === 'test' || method === 'exec') return isText(given[0]);
  return looking.has(method) && isText(expression.expression);
}

function isText(node) {
  if (node === undefined) return false;
  if (ts.isIdentifier(node)) return namesOfText.has(node.text);
  if (ts.isPropertyAccessExpression(node)) return namesOfText.has(node.name.text);
  if (ts.isBinaryExpression(node)) return isText(node.left);
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
    return isText(node.expression);
  return false;
}
