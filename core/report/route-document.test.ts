import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { english } from '../words/en/index.ts';
import { address, fibRule, kernelRules, localRoutes, mainRoutes, route } from '../kernel/testing/records.ts';
import type { NetworkRecords, Sysctl } from '../model/network.ts';
import { type Schema, violations } from '../testing/json-schema.ts';
import { routeDocument } from './route-document.ts';
import type { RouteQuery } from './route-query.ts';
import { routeQuery } from './route-query.ts';
import { routeText } from './route-text.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, 'schemas/route.schema.json'), 'utf8'),
) as Schema;

/** A router between eth0 (10.1.0.1/24) and eth1 (10.2.0.1/24) with strict rp_filter on eth0. */
const records: NetworkRecords = {
  fibRules: [
    ...kernelRules,
    fibRule(50, { iif: 'eth2', action: { kind: 'prohibit' }, text: '50: from all iif eth2 prohibit' }),
  ],
  routes: [
    ...localRoutes,
    ...mainRoutes,
    route('198.51.100.0/24', { type: 'blackhole', text: 'blackhole 198.51.100.0/24' }),
  ],
  addresses: [address('eth0', '10.1.0.1'), address('eth1', '10.2.0.1')],
  links: [],
  sysctls: [
    ...['all', 'eth0'].flatMap((dev) => [
      sysctl(`net.ipv4.conf.${dev}.rp_filter`, '1'),
      ...['accept_local', 'route_localnet', 'src_valid_mark', 'bc_forwarding', 'send_redirects'].map((name) =>
        sysctl(`net.ipv4.conf.${dev}.${name}`, '0'),
      ),
    ]),
    sysctl('net.ipv4.conf.eth0.forwarding', '1'),
    ...['all', 'eth0', 'eth1'].map((dev) => sysctl(`net.ipv4.conf.${dev}.ignore_routes_with_linkdown`, '0')),
  ],
  tableNames: [],
  neighbours: [],
};

function sysctl(key: string, value: string): Sysctl {
  return { key, value, at: { file: 'sysctl.txt', line: 1 } };
}

function query(words: Parameters<typeof routeQuery>[0]): RouteQuery {
  const read = routeQuery(words);
  if ('wrong' in read) throw new Error(english.commandFaults.queryFault(read.wrong));
  return read;
}

function documentOf(words: Parameters<typeof routeQuery>[0], known: NetworkRecords | null = records) {
  const document = routeDocument('rtr', known, query(words));
  expect(violations(schema, JSON.parse(JSON.stringify(document)))).toEqual([]);
  return document;
}

describe('the document', () => {
  it('names_the_route_and_the_rule_of_a_forwarded_packet', () => {
    expect(documentOf({ to: '192.0.2.1', from: '10.1.0.2', iif: 'eth0' })).toMatchObject({
      type: 'unicast',
      dev: 'eth1',
      via: '10.2.0.254',
      table: 'main',
      rule: { priority: 32766 },
      route: { text: '0.0.0.0/0', file: 'ip-route.txt', line: 1 },
      rpFilter: { verdict: 'pass', mode: 1 },
      outcome: 'forward',
      cause: null,
    });
  });

  it('leads_to_lo_for_an_address_of_the_host', () => {
    expect(documentOf({ to: '10.1.0.1', from: '10.1.0.2', iif: 'eth0' })).toMatchObject({
      type: 'local',
      dev: 'lo',
      table: 'local',
      outcome: 'local',
    });
  });

  it('says_what_rp_filter_does', () => {
    expect(documentOf({ to: '10.2.0.2', from: '192.0.2.9', iif: 'eth0' })).toMatchObject({
      type: 'unicast',
      rpFilter: { verdict: 'drop', mode: 1 },
      outcome: 'drop',
      cause: 'rp-filter',
    });
  });

  it('has_no_way_for_what_a_route_refuses', () => {
    expect(documentOf({ to: '198.51.100.7', from: '10.1.0.2', iif: 'eth0' })).toMatchObject({
      type: 'blackhole',
      dev: null,
      cause: 'blackhole',
    });
  });

  it('names_the_FIB_rule_that_refuses', () => {
    expect(documentOf({ to: '192.0.2.1', from: '10.3.0.2', iif: 'eth2' })).toMatchObject({
      type: 'prohibit',
      rule: { priority: 50, text: '50: from all iif eth2 prohibit' },
      route: null,
    });
  });

  it('gives_a_packet_of_the_host_its_source', () => {
    expect(documentOf({ to: '10.2.0.9' })).toMatchObject({
      type: 'unicast',
      dev: 'eth1',
      src: '10.2.0.1',
      rpFilter: null,
      outcome: 'send',
    });
    expect(documentOf({ to: '192.0.2.1' })).toMatchObject({ via: '10.2.0.254', src: '10.2.0.1' });
    expect(documentOf({ to: '192.0.2.1', from: '10.1.0.1' })).toMatchObject({ src: '10.1.0.1' });
  });

  it('is_none_where_no_route_leads_there', () => {
    const routes = [...localRoutes, ...mainRoutes.slice(1)];
    expect(documentOf({ to: '192.0.2.1' }, { ...records, routes })).toMatchObject({
      type: 'none',
      dev: null,
      cause: 'no-route',
    });
  });

  it('decides_nothing_that_the_bundle_does_not_tell', () => {
    const document = documentOf(
      { to: '192.0.2.1', from: '10.1.0.2', iif: 'eth0' },
      { ...records, sysctls: [] },
    );
    expect(document).toMatchObject({ type: null, dev: null, outcome: null });
    expect(document.possible.map(({ outcome }) => outcome)).toContain('forward');
    expect(document.missing.map(({ command }) => command)).toContain('sysctl -a');
    expect(documentOf({ to: '192.0.2.1' }, null)).toMatchObject({ type: null, possible: [] });
  });
});

it('the_text_says_the_same', () => {
  expect(routeText(documentOf({ to: '198.51.100.7', from: '10.1.0.2', iif: 'eth0' }))).toBe(
    [
      '10.1.0.2 > 198.51.100.7, in eth0, mark 0, TOS 0',
      '',
      'Dropped (blackhole): 198.51.100.7 matches the route "blackhole 198.51.100.0/24"',
      '  rule rule 32766',
      '  route blackhole 198.51.100.0/24 (ip-route.txt:1)',
      '',
    ].join('\n'),
  );
  expect(routeText(documentOf({ to: '192.0.2.1' }, null))).toContain('Not known.');
});

it.each([
  [{}, '--to is missing'],
  [{ to: 'example.org' }, '--to example.org is not an address'],
  [{ to: '10.0.0.1', from: 'fd00::1' }, '--from and --to are of different families'],
  [{ to: '10.0.0.1', iif: 'eth0' }, '--iif needs --from: an incoming packet has a source'],
  [{ to: '10.0.0.1', mark: '-1' }, '--mark -1: must be a number up to 4294967295'],
  [{ to: '10.0.0.1', tos: '256' }, '--tos 256: must be a number up to 255'],
])('%j is refused', (words, wrong) => {
  const read = routeQuery(words);
  expect('wrong' in read && english.commandFaults.queryFault(read.wrong)).toBe(wrong);
});

it('no_words_make_a_query_throw', () => {
  fc.assert(
    fc.property(
      fc.record({
        to: fc.string(),
        from: fc.string(),
        iif: fc.string(),
        mark: fc.string(),
        tos: fc.string(),
      }),
      (words) => {
        expect(typeof routeQuery(words)).toBe('object');
      },
    ),
  );
});
