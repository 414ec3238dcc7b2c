import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromRoot } from '../build/paths.mjs';
import { referencePage, referenceTable } from '../build/reference-page.mjs';
import type { Cause } from '../core/index.ts';
import { formats } from '../core/parse/formats.ts';
import { knownOutputs } from '../core/parse/known-outputs.ts';
import { kernelMessages } from '../core/parse/kernel-messages/kernel-messages.ts';
import { exampleCauses } from '../core/testing/example-causes.ts';
import type { Schema } from '../core/testing/json-schema.ts';
import { exportTables } from '../core/report/export-tables.ts';
import { english } from '../core/words/en/index.ts';
import { commands } from '../electron/cli/commands.ts';
import { commandUsage, usage } from '../electron/cli/usage.ts';

/**
 * The reference pages of core/docs/reference/ are made from the registries that the code itself uses. Where one of them has
 * changed, `npx vitest run reference -u` writes the pages anew.
 */
async function isWritten(page: string, lines: readonly string[]): Promise<void> {
  await expect(await referencePage(lines)).toMatchFileSnapshot(fromRoot(`core/docs/reference/${page}.md`));
}

const code = (text: string): string => `\`${text}\``;

test('the_page_of_causes_is_what_the_words_say', async () => {
  const sections = exampleCauses.flatMap((cause: Cause) => [
    `## ${cause.kind}`,
    '',
    `${english.causes.title(cause.kind)}.`,
    '',
    `> ${english.causes.deadEnd(cause, 1)}`,
    '',
    `What usually ends it: ${english.causes.remedy(cause)}.`,
    '',
  ]);
  await isWritten('causes', [
    '# Causes',
    'Why packets die: the `kind` of a cause in JSON, an example of its sentence, and its remedy.',
    '',
    ...sections,
  ]);
});

test('the_page_of_kernel_messages_is_what_the_registry_reads', async () => {
  const rows = kernelMessages.map(({ kind, markers }) => [
    code(kind),
    markers.map(code).join(', '),
    english.kernelMessages.adviceOn(kind) ?? '',
  ]);
  await isWritten('kernel-messages', [
    '# Messages of the kernel',
    'What Netopsy reads in a kernel log besides traces, and where to look.',
    '',
    ...referenceTable(['kind', 'the line holds', 'where to look'], rows),
  ]);
});

test('the_page_of_formats_is_what_the_parsers_recognise', async () => {
  await isWritten('formats', [
    '# Formats',
    'What a file can be recognised as (`kind` of an artifact in JSON), besides kernel logs, traces and captures; [all that is read](../reads.md).',
    '',
    ...referenceTable(
      ['kind', 'made by'],
      formats
        .toSorted((a, b) => (a.kind < b.kind ? -1 : 1))
        .map(({ kind, madeBy }) => [code(kind), madeBy === undefined ? 'see below' : code(madeBy)]),
    ),
    '',
    '## Known, but not used',
    '',
    'Outputs that are taken for nothing else, and from which nothing is concluded:',
    '',
    ...knownOutputs.map(({ command }) => `- ${code(command)}`),
    '',
  ]);
});

test('the_page_of_the_command_line_is_its_usage_text', async () => {
  const words = english.commandLine;
  const block = (text: string): readonly string[] => ['```text', text.trimEnd(), '```', ''];
  await isWritten('command-line', [
    '# The command line',
    ...block(usage(commands, words)),
    ...commands.flatMap((command) => [`## ${command.name}`, '', ...block(commandUsage(command, words))]),
  ]);
});

test('the_page_of_documents_is_their_schemas_and_tables', async () => {
  const folder = fromRoot('core/report/schemas');
  const sections = readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const schema = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Schema & { title: string };
      const fields = fieldsOf(schema, schema, '', 0).map(([field, is]) => `- ${field}: ${is}`);
      return [`## ${schema.title}`, '', `[${file}](../../report/schemas/${file})`, '', ...fields, ''];
    });
  const tables = Object.values(exportTables).flatMap(({ name, columns }) => [
    `### ${name}.parquet`,
    '',
    ...referenceTable(
      ['column', 'is'],
      columns.map(([column, type]) => [code(column), type]),
    ),
  ]);
  await isWritten('documents', ['# Documents for programs', ...sections, '## netopsy export', '', ...tables]);
});

/** A longer list of words is for the schema. */
const MOST_WORDS = 12;

/** A field for each line, those of objects and lists below them: `packets.total`. */
function fieldsOf(
  schema: Schema,
  root: Schema,
  path: string,
  depth: number,
): readonly (readonly [string, string])[] {
  const own = resolved(schema, root);
  if (depth > 4) return [];
  if (own.items !== undefined) return fieldsOf(own.items, root, `${path}[]`, depth + 1);
  return Object.entries(own.properties ?? {}).flatMap(([name, field]) => {
    const inner = resolved(field, root);
    const at = path === '' ? name : `${path}.${name}`;
    return [[code(at), typeOf(inner, root)] as const, ...fieldsOf(inner, root, at, depth + 1)];
  });
}

function resolved(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  const other = name === undefined ? undefined : root.$defs?.[name];
  if (other !== undefined) return resolved(other, root);
  const filled = schema.anyOf?.find((each) => each.type !== 'null');
  return filled === undefined ? schema : { ...resolved(filled, root), anyOf: schema.anyOf ?? [] };
}

function typeOf(schema: Schema, root: Schema): string {
  const isNullable = schema.anyOf?.some((each) => each.type === 'null') === true;
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum !== undefined && schema.enum.length > MOST_WORDS)
    return `one of ${schema.enum.length} words, as the schema lists them`;
  if (schema.enum !== undefined) return schema.enum.map((each) => code(String(each))).join(', ');
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['any']);
  const items = schema.items === undefined ? '' : ` of ${typeOf(resolved(schema.items, root), root)}`;
  return [
    ...types.map((type) => (type === 'array' ? `array${items}` : type)),
    ...(isNullable ? ['null'] : []),
  ].join(' or ');
}
