import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reachOnHost } from '../simulate/reach/reach.ts';
import { reachQuery, type ReachWords } from '../simulate/reach/reach-query.ts';
import { type DrawnHost, host } from '../testing/host.ts';
import { type Schema, violations } from '../testing/json-schema.ts';
import { reachDocument } from './reach-document.ts';
import { reachText } from './reach-text.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, 'schemas/reach.schema.json'), 'utf8'),
) as Schema;

async function reachOf(drawn: DrawnHost, words: ReachWords) {
  const query = reachQuery(words);
  if ('wrong' in query) throw new Error(query.wrong.kind);
  const { analysis } = await drawn.analysed();
  const reach = reachOnHost(analysis, '', query);
  const document = reachDocument('', reach);
  expect(violations(schema, JSON.parse(JSON.stringify(document)))).toEqual([]);
  return { document, text: reachText(reach) };
}

/** `dropped filter/FORWARD 1: 10.1.0.0-10.1.0.255 > 22-22`, one line for each part that is certain. */
async function endsOf(drawn: DrawnHost, words: ReachWords): Promise<readonly string[]> {
  const { document } = await reachOf(drawn, words);
  return document.parts.map(({ box, disposition, cause, certain }) => {
    const place =
      cause === null || cause.chain === null ? null : `${cause.table}/${cause.chain} ${cause.rule}`;
    const by = place ?? cause?.kind ?? '';
    return `${certain ? '' : 'perhaps '}${disposition} ${by}: ${box.src?.join() ?? ''} > ${box.dport?.join() ?? ''}`;
  });
}

const toServer = { in: 'eth0', src: '10.1.0.64/26', dst: '10.2.0.2', proto: 'tcp', state: 'NEW' };

describe('the parts of what was asked', () => {
  const rules = host().rules(
    ':FORWARD DROP',
    '-A FORWARD -s 10.1.0.64/27 -p tcp --dport 22 -j ACCEPT',
    '-A FORWARD -p tcp --dport 80:81 -j REJECT',
  );

  it('are_told_by_how_they_end', async () => {
    expect((await endsOf(rules.router(), { ...toServer, dport: '22-80' })).toSorted()).toEqual([
      'dropped filter/FORWARD null: 10.1.0.64-10.1.0.127 > 23-79',
      'dropped filter/FORWARD null: 10.1.0.96-10.1.0.127 > 22-22',
      'forwarded : 10.1.0.64-10.1.0.95 > 22-22',
      'rejected filter/FORWARD 2: 10.1.0.64-10.1.0.127 > 80-80',
    ]);
  });

  it('can_be_those_of_one_disposition', async () => {
    expect(await endsOf(rules.router(), { ...toServer, dport: '22-80', end: 'rejected' })).toEqual([
      'rejected filter/FORWARD 2: 10.1.0.64-10.1.0.127 > 80-80',
    ]);
  });

  it('can_be_those_that_match_a_rule', async () => {
    expect(
      (await endsOf(rules.router(), { ...toServer, dport: '22-80', through: 'filter/FORWARD:1' })).toSorted(),
    ).toEqual(['forwarded : 10.1.0.64-10.1.0.95 > 22-22']);
  });

  it('can_be_those_that_come_to_a_chain', async () => {
    const jumping = host().rules(
      ':FORWARD DROP',
      ':WEB - [0:0]',
      '-A FORWARD -p tcp --dport 8080 -j WEB',
      '-A WEB -s 10.1.0.96 -j ACCEPT',
    );
    expect(
      (await endsOf(jumping.router(), { ...toServer, dport: '80-8080', through: 'filter/WEB' })).toSorted(),
    ).toEqual([
      'dropped filter/FORWARD null: 10.1.0.64-10.1.0.95,10.1.0.97-10.1.0.127 > 8080-8080',
      'forwarded : 10.1.0.96-10.1.0.96 > 8080-8080',
    ]);
  });

  it('may_match_a_rule_that_a_limit_above_it_decides_on', async () => {
    const limited = host()
      .rules(
        ':FORWARD DROP',
        '-A FORWARD -p tcp -m limit --limit 1/sec -j ACCEPT',
        '-A FORWARD -p tcp -j REJECT',
      )
      .router();
    const { document } = await reachOf(limited, { ...toServer, dport: '22', through: 'filter/FORWARD:2' });
    expect(document.parts).toMatchObject([{ certain: false, disposition: 'rejected' }]);
    expect(document.parts[0]?.open).toContain('--limit 1/sec');
  });

  it('are_open_where_a_limit_decides', async () => {
    const limited = host()
      .rules(':FORWARD DROP', '-A FORWARD -p tcp -m limit --limit 1/sec -j ACCEPT')
      .router();
    const { document } = await reachOf(limited, { ...toServer, dport: '22' });
    expect(document.parts).toMatchObject([{ certain: false, disposition: 'unknown', cause: null }]);
    expect(document.parts[0]?.ways.map(({ disposition }) => disposition).toSorted()).toEqual([
      'dropped',
      'forwarded',
    ]);
    expect(document.parts[0]?.open).toMatch(
      /^It depends on whether --limit 1\/sec matches the packet in rule 1 of filter\/FORWARD\.$/,
    );
  });
});

it('a_mark_that_a_rule_sets_decides_on_later_rules', async () => {
  const marked = host()
    .rules(
      '*mangle',
      '-A PREROUTING -p tcp --dport 22 -j MARK --or-mark 0x4',
      '*filter',
      '-A FORWARD -m mark --mark 0x4/0x4 -j DROP',
    )
    .router();
  expect(
    (await endsOf(marked, { ...toServer, src: '10.1.0.9', dport: '22-23', mark: '0x0/0x4' })).toSorted(),
  ).toEqual(['dropped filter/FORWARD 1: 10.1.0.9-10.1.0.9 > 22-22', 'forwarded : 10.1.0.9-10.1.0.9 > 23-23']);
});

it('packets_that_are_translated_are_told_as_their_sender_wrote_them', async () => {
  const translated = host()
    .rules('*nat', '-A PREROUTING -d 10.1.0.1 -p tcp --dport 8080 -j DNAT --to-destination 10.2.0.9:80')
    .router();
  const { document } = await reachOf(translated, { ...toServer, dst: '10.1.0.1', dport: '8080-8081' });
  expect(document.parts.map(({ box, disposition, egress }) => [box.dport, disposition, egress])).toEqual(
    expect.arrayContaining([
      [
        ['8080-8080'],
        'forwarded',
        { interface: 'eth1', src: null, dst: '10.2.0.9', sport: null, dport: '80' },
      ],
      [['8081-8081'], 'delivered', null],
    ]),
  );
});

it('the_text_names_what_is_left_of_a_field_by_what_is_missing', async () => {
  const dropping = host().rules('-A FORWARD -p tcp ! --dport 443 -j DROP').router();
  const { text } = await reachOf(dropping, { ...toServer, src: '10.1.0.0/25' });
  expect(text).toContain('Dropped by rule 1 of filter/FORWARD: -A FORWARD -p tcp ! --dport 443 -j DROP\n');
  expect(text).toContain('to 10.2.0.2 any port but 443, in eth0');
});

it.each([
  [{ in: 'eth0', local: true }, 'in-or-local'],
  [{ src: '10.0.0' }, 'no-address'],
  [{ src: '10.0.0.9-10.0.0.1' }, 'no-address'],
  [{ src: '10.0.0.0/8', dst: 'fd00::1' }, 'two-families'],
  [{ proto: 'tpc' }, 'no-protocol'],
  [{ dport: '80-70' }, 'no-number'],
  [{ dport: '65536' }, 'no-number'],
  [{ state: 'OLD' }, 'no-state'],
  [{ mark: '1/2/3' }, 'no-number'],
  [{ end: 'gone' }, 'no-disposition'],
])('%j is refused', (words, kind) => {
  expect(reachQuery(words)).toMatchObject({ wrong: { kind } });
});
