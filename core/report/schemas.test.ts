import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { causeKinds } from '../explain/causes/index.ts';
import { otherArtifactKinds } from '../model/artifact.ts';
import { codeOfKind, diagnosticSeverity } from '../model/diagnostic.ts';
import { changeKinds } from '../model/diff.ts';
import { dispositions } from '../model/disposition.ts';
import { confidences } from '../model/evidence.ts';
import { formats } from '../parse/formats.ts';
import { eventFormats } from '../parse/tracers/event-formats.ts';
import { kernelMessages } from '../parse/kernel-messages/kernel-messages.ts';

/** The registries that give a schema its words. An `enum` names its registry in `$comment`. */
const registries: Readonly<Record<string, readonly string[]>> = {
  artifactKinds: [...eventFormats, ...formats].map(({ kind }): string => kind).concat(otherArtifactKinds),
  causeKinds: causeKinds.toSorted(),
  changeKinds,
  confidences,
  diagnosticCodes: Object.keys(diagnosticSeverity),
  diagnosticKinds: Object.keys(codeOfKind),
  dispositions,
  kernelMessageKinds: kernelMessages.map(({ kind }) => kind),
  severities: ['error', 'warning', 'info'],
};

const folder = join(import.meta.dirname, 'schemas');
const names = readdirSync(folder);

/** The schema with the words of the registries; null stays allowed where it is. */
function withWords(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withWords);
  if (typeof node !== 'object' || node === null) return node;
  const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withWords(value)]));
  const words = registries[String(inner['$comment'])];
  if (words === undefined || !Array.isArray(inner['enum'])) return inner;
  return { ...inner, enum: [...words, ...(inner['enum'].includes(null) ? [null] : [])] };
}

/** `npm run schemas` writes the files; everywhere else they are held to the registries. */
test.each(names)('%s_has_the_words_of_the_registries', async (name) => {
  const path = join(folder, name);
  const text = readFileSync(path, 'utf8');
  const schema = JSON.parse(text) as unknown;
  const wanted = JSON.stringify(withWords(schema), null, 2);
  if (process.env['NETOPSY_SCHEMAS'] === 'write' && wanted !== JSON.stringify(schema, null, 2)) {
    const options = await resolveConfig(path);
    writeFileSync(path, await format(wanted, { ...options, parser: 'json' }));
  } else expect(schema).toEqual(withWords(schema));
});

test('every_list_of_words_that_a_registry_has_names_it', () => {
  const unnamed: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const { enum: words, $comment: registry } = node as { enum?: unknown; $comment?: unknown };
    if (Array.isArray(words) && registry === undefined)
      for (const [name, known] of Object.entries(registries))
        if (words.length > 3 && words.every((word) => word === null || known.includes(String(word))))
          unnamed.push(`${path} is of ${name}`);
    for (const [key, value] of Object.entries(node)) visit(value, `${path}/${key}`);
  };
  for (const name of names) visit(JSON.parse(readFileSync(join(folder, name), 'utf8')), name);
  expect(unnamed).toEqual([]);
});
