/**
 * What a bundle says is hostile, and V8's expressions go back and try again: one that reads a text of n characters in
 * n * n steps stands still on a line of a megabyte. This check finds every expression for which there is such a text,
 * and says how it looks. (No engine that is linear by itself runs in Node and in a page alike.)
 *
 *   node build/linear-expressions.mjs [ROOT]      prints each place, and exits with 1 if there is one
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { runnerImport } from 'vite';
import { superLinear } from './linear/ambiguity.mjs';
import { fromRoot } from './paths.mjs';

/** Expressions that are made when they are needed: from what, so that no text makes them anything but linear. */
const madeLater = new Map([
  ['core/dialects/iptables/match.ts', 'the patterns of matches, made at start'],
  ['core/dialects/iptables/target.ts', 'the patterns of targets, made at start'],
  ['core/edit/sysctl.ts', 'the name of a setting'],
  ['core/explain/causes/no-listener.ts', 'words around a number'],
  ['core/open/line-frame.ts', 'the blanks that all lines begin with'],
  ['core/open/pasted-lines.ts', 'the blanks that a line begins with; an expression of the file'],
  ['core/parse/conntrack/conntrack.ts', 'the name of a field'],
  ['core/report/redact/address-words.ts', 'an expression of the file'],
  ['core/report/redact/disguised.ts', 'an expression of the file'],
  ['core/report/redact/names.ts', 'the letters of a name, each escaped'],
  ['core/report/redact/redaction.ts', 'a count of bits'],
]);

/** Compiled modules are not run here. */
const bytes = {
  name: 'bytes',
  enforce: 'pre',
  resolveId: (id) => (id.endsWith('.wasm') ? '\0bytes' : null),
  load: (id) => (id === '\0bytes' ? 'export default new Uint8Array(0)' : null),
};

const root = process.argv[2] ?? fromRoot('.');
const found = [];
const verdicts = new Map();

for (const file of ['core', 'electron', 'renderer'].flatMap((folder) => sourcesIn(join(root, folder)))) {
  const path = relative(root, file).replaceAll('\\', '/');
  const { literals, made } = expressionsIn(path, readFileSync(file, 'utf8'));
  for (const { source, flags, line } of literals) judge(`${path}:${line}`, source, flags);
  for (const line of made)
    if (!madeLater.has(path))
      found.push(`${path}:${line} makes an expression when it is needed: this check can't see it`);
}
for (const { source, flags } of await madeAtStart()) judge('made at start', source, flags);

for (const each of found) console.log(each);
process.exitCode = found.length === 0 ? 0 : 1;

function judge(place, source, flags) {
  const key = `${flags}/${source}`;
  if (!verdicts.has(key)) verdicts.set(key, superLinear(source, flags));
  const attack = verdicts.get(key);
  if (attack !== null)
    found.push(
      `${place} /${source}/${flags} takes more than linear time: ${JSON.stringify(attack.before)}, then ${JSON.stringify(attack.again)} again and again`,
    );
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return ['assembly', 'testing', 'node_modules', '.svelte-check', 'public'].includes(entry.name)
        ? []
        : sourcesIn(path);
    return /(?<!\.test|\.d)\.ts$|\.svelte$/.test(entry.name) ? [path] : [];
  });
}

/** The literals of a file, and the lines in which functions make others. */
function expressionsIn(path, text) {
  const source = path.endsWith('.svelte') ? scriptsOf(text) : text;
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const lineOf = (node) => file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const literals = [];
  const made = [];
  const visit = (node, isInFunction) => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      literals.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1), line: lineOf(node) });
    }
    const isMaking =
      (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp';
    if (isMaking && isInFunction) made.push(lineOf(node));
    ts.forEachChild(node, (child) => visit(child, isInFunction || ts.isFunctionLike(node)));
  };
  visit(file, false);
  return { literals, made };
}

/** A component with everything but its scripts and expressions blanked: lines keep their numbers. */
function scriptsOf(text) {
  const blank = (part) => part.replace(/[^\n]/g, ' ');
  let shown = '';
  let at = 0;
  for (const { 0: tag, index } of text.matchAll(/<script[^>]*>/g)) {
    const begin = index + tag.length;
    const end = text.indexOf('</script>', begin);
    shown += blank(text.slice(at, begin)) + text.slice(begin, end);
    at = end;
  }
  return shown + blank(text.slice(at));
}

/** What modules put together while they are loaded, taken from the constructor. */
async function madeAtStart() {
  const made = [];
  const before = globalThis.RegExp;
  globalThis.RegExp = new Proxy(before, {
    construct(target, given, newTarget) {
      const expression = Reflect.construct(target, given, newTarget);
      if (new Error().stack?.includes(join(root, 'core'))) made.push(expression);
      return expression;
    },
  });
  try {
    await runnerImport(join(root, 'core/index.ts'), {
      root,
      configFile: false,
      logLevel: 'error',
      plugins: [bytes],
    });
  } finally {
    globalThis.RegExp = before;
  }
  return made;
}
