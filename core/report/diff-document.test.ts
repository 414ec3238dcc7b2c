import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareAllPackets, compareCaptures } from '../diff.ts';
import { changeKinds } from '../model/diff.ts';
import { causeKinds } from '../explain/causes/index.ts';
import { dispositions } from '../model/journey.ts';
import { analysed, type DrawnFields, log, tcp } from '../testing/drawn-log.ts';
import { type Schema, violations } from '../testing/json-schema.ts';
import { diffDocument } from './diff-document.ts';
import { diffText } from './diff-text.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, 'schemas/diff.schema.json'), 'utf8'),
) as Schema;

const rules = (...lines: readonly string[]): string =>
  ['*filter', ':FORWARD ACCEPT [0:0]', ...lines.map((line) => `-A FORWARD ${line}`), 'COMMIT', ''].join('\n');

const syn = (port: number, place: string): readonly (readonly [string, DrawnFields])[] => {
  const proto = tcp(4000 + port, port, port);
  return [
    ['raw:PREROUTING:policy:2', { in: 'eth0', proto }],
    [place, { in: 'eth0', out: 'eth1', ttl: 63, proto }],
  ];
};

async function compared(comment = 'web') {
  const [before, after] = await Promise.all([
    analysed({
      'save.txt': rules(`-p tcp -m comment --comment ${comment} -j ACCEPT`),
      'kern.log': log([...syn(80, 'filter:FORWARD:rule:1'), ...syn(22, 'filter:FORWARD:rule:1')]),
    }),
    analysed({
      'save.txt': rules(
        '-p tcp -m tcp --dport 80 -j DROP',
        `-p tcp -m comment --comment ${comment} -j ACCEPT`,
      ),
      'kern.log': log([...syn(80, 'filter:FORWARD:rule:1'), ...syn(81, 'filter:FORWARD:rule:2')]),
    }),
  ]);
  const captures = [before.analysis, after.analysis] as const;
  return { diff: compareCaptures(...captures), reach: compareAllPackets(...captures) };
}

async function documentOf(): Promise<unknown> {
  const { diff, reach } = await compared();
  return diffDocument(diff, reach);
}

async function textOf(comment?: string): Promise<string> {
  const { diff, reach } = await compared(comment);
  return diffText(diff, reach);
}

test('the_document_is_as_its_schema_says', async () => {
  const document: unknown = JSON.parse(JSON.stringify(await documentOf()));
  expect(violations(schema, document)).toEqual([]);
  expect(document).toMatchObject({
    changes: [
      {
        id: 1,
        kind: 'rule-added',
        before: null,
        beforeAt: null,
        after: '-A FORWARD -p tcp -m tcp --dport 80 -j DROP',
        afterAt: { file: 'save.txt', line: 3 },
        changedTraffic: true,
      },
    ],
    flows: [
      {
        flow: { family: 'ipv4', protocol: 'tcp', src: '10.1.0.2', dst: '10.2.0.2', dport: 80 },
        before: { packets: 1, disposition: 'forwarded', cause: null, examplePacket: 1 },
        after: { packets: 1, disposition: 'dropped', cause: { kind: 'rule', rule: 1 } },
        attributedTo: [1],
      },
      { flow: { dport: 22 }, after: null, attributedTo: [] },
      { flow: { dport: 81 }, before: null, attributedTo: [] },
    ],
  });
});

test('the_schema_has_the_words_of_the_model', () => {
  const at = (...path: readonly string[]): unknown =>
    path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], schema);
  expect(at('properties', 'changes', 'items', 'properties', 'kind', 'enum')).toEqual(changeKinds);
  expect(at('$defs', 'outcome', 'properties', 'disposition', 'enum')).toEqual(dispositions);
  expect((at('$defs', 'cause', 'properties', 'kind', 'enum') as string[]).toSorted()).toEqual(
    causeKinds.toSorted(),
  );
});

test('the_text_begins_with_what_ended_otherwise_and_why', async () => {
  const text = await textOf();
  expect(text).toContain(
    [
      '1 configuration change',
      '1 flow in both captures, 1 with another outcome',
      '',
      'Flows with another outcome',
      '  tcp 10.1.0.2 > 10.2.0.2:80, in eth0',
      '    before  1 packet forwarded out eth1 to 10.2.0.2:80',
      '    after   1 packet dropped: Dropped by rule 1 of filter/FORWARD: -A FORWARD -p tcp -m tcp --dport 80 -j DROP',
    ].join('\n'),
  );
  expect(text).toContain('Cause: change 1, rule added: filter/FORWARD position 1');
  expect(text).toContain('Flows in the earlier capture only\n  tcp 10.1.0.2 > 10.2.0.2:22');
});

test('hostile_bundles_send_no_control_characters_to_the_terminal', async () => {
  const escape = String.fromCharCode(27);
  expect(await textOf(`${escape}[2J`)).not.toContain(escape);
});
