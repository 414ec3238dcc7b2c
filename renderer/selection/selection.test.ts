import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds, toggle } from './change.ts';
import { parseFilter } from './parse.ts';
import { printFilter } from './print.ts';
import type { Fact, Term } from './selection.ts';
import { causeWords, dispositionWords } from './words.ts';

const facts = (text: string): readonly Fact[] =>
  parseFilter(text).selection.map(({ negated: _, ...fact }) => fact);

const problemsOf = (text: string) => parseFilter(text).notes.filter(({ severity }) => severity === 'problem');

describe('filter text', () => {
  it.each<[string, Fact]>([
    ['src 10.1.0.0/24', { kind: 'src', address: '10.1.0.0/24' }],
    ['dport 8081', { kind: 'dport', from: 8081, to: 8081 }],
    ['dport 8000-8100', { kind: 'dport', from: 8000, to: 8100 }],
    ['TCP', { kind: 'proto', name: 'tcp' }],
    ['proto 132', { kind: 'proto', name: '132' }],
    ['dead', { kind: 'end', end: 'dead' }],
    ['chain filter/FORWARD', { kind: 'chain', name: 'filter/FORWARD' }],
    ['edge filter/FORWARD>filter/ALLOW', { kind: 'edge', from: 'filter/FORWARD', to: 'filter/ALLOW' }],
    ['edge "a>b c">out:eth1', { kind: 'edge', from: 'a>b c', to: 'out:eth1' }],
    ['cause rp-filter', { kind: 'cause', cause: 'rp-filter', chain: null, rule: null }],
    ['cause policy filter/FORWARD', { kind: 'cause', cause: 'policy', chain: 'filter/FORWARD', rule: null }],
    ['cause rule filter/X 3', { kind: 'cause', cause: 'rule', chain: 'filter/X', rule: 3 }],
    ['mark 0x64', { kind: 'mark', value: 100 }],
    ['kern.log:482', { kind: 'line', file: 'kern.log', line: 482 }],
    ['10.1.0.2:81', { kind: 'text', text: '10.1.0.2:81' }],
    ['"dropped"', { kind: 'text', text: 'dropped' }],
    ['text dropped', { kind: 'text', text: 'dropped' }],
    [
      'flow tcp 10.1.0.2:45476>10.2.0.2:81',
      { kind: 'flow', protocol: 'tcp', src: '10.1.0.2', sport: 45476, dst: '10.2.0.2', dport: 81 },
    ],
    [
      'udp [fd00::1]:53>[fd00::2]:5353',
      { kind: 'flow', protocol: 'udp', src: 'fd00::1', sport: 53, dst: 'fd00::2', dport: 5353 },
    ],
  ])('%s', (text, fact) => {
    expect(facts(text)).toEqual([fact]);
  });

  it('text_behind_a_cause_is_not_taken_for_its_chain_or_rule', () => {
    const cause = { kind: 'cause', cause: 'policy', chain: 'filter/X', rule: null, negated: false } as const;
    const text = (word: string) => ({ kind: 'text', text: word, negated: false }) as const;
    for (const selection of [
      [cause, text('5')],
      [{ ...cause, chain: null }, text('a/b')],
      [{ ...cause, chain: null }, text('a b')],
    ]) {
      expect(parseFilter(printFilter(selection)).selection).toEqual(selection);
    }
  });

  it('joins_words_and_negates_with_not', () => {
    expect(parseFilter('dport 8081 not dropped').selection).toEqual([
      { kind: 'dport', from: 8081, to: 8081, negated: false },
      { kind: 'end', end: 'dropped', negated: true },
    ]);
  });

  it.each([
    'dport',
    'dport abc',
    'dport 70000',
    'packet 0',
    'mark zz',
    'cause why',
    'edge x',
    'not',
    'not or tcp',
    'or tcp',
    'tcp and',
    '(tcp',
    'tcp )',
    'ttl < x',
    'ttl > 300',
    'src < 10.1.0.2',
    '< 3',
    'flags why',
    'time soon',
    'time ..',
    'tcp.flags.why == 1',
    'src "10',
  ])('says_what_is_wrong_with: %s', (text) => {
    expect(problemsOf(text)).not.toEqual([]);
  });

  it.each([
    ['tcp or udp', 'tcp udp'],
    ['TCP || udp', 'tcp udp'],
    ['tcp and dport 80', 'tcp dport 80'],
    ['dport 80 and dport 443', 'dport 80 (dport 443)'],
    ['dport 80,443', 'dport 80 dport 443'],
    ['not dport 80,443', 'not dport 80 not dport 443'],
    ['!tcp', 'not tcp'],
    ['! (tcp dport 80)', 'not (tcp dport 80)'],
    ['not not dead', 'dead'],
    ['dead and (dport 80 or src 10.1.0.2)', 'dead (dport 80 or src 10.1.0.2)'],
    ['dead or udp dport 53 or icmp', '(dead or udp dport 53 or icmp)'],
    ['(dead or udp dport 53) or icmp', '(dead or udp dport 53 or icmp)'],
    ['((tcp))', '(tcp)'],
    ['ttl<3', '(ttl 0-2)'],
    ['len > 100 len <= 1400', '(len 101-65535) (len 0-1400)'],
    ['dport != 22', 'not dport 22'],
    ['ip.src == 10.1.0.2 && tcp.dstport == 443', 'src 10.1.0.2 (tcp dport 443)'],
    ['!(ip.addr==10.1.0.2)', 'not (host 10.1.0.2)'],
    ['tcp.flags.syn==1 && tcp.flags.ack==0', 'syn not flags ack'],
    ['tcp.flags.reset', 'rst'],
    ['host 10.1.0.2 and tcp port 80', 'host 10.1.0.2 tcp port 80'],
    ['src host 10.1.0.2 and dst net 10.2.0.0/16', 'src 10.1.0.2 dst 10.2.0.0/16'],
    ['udp src port 53', 'udp sport 53'],
    ['src portrange 1000-2000', 'sport 1000-2000'],
    ['ip6 and icmp6', 'ipv6 icmpv6'],
    ['SRC=10.1.0.2 DST=10.2.0.2 SPT=45476 DPT=81', 'src 10.1.0.2 dst 10.2.0.2 sport 45476 dport 81'],
    ['ID=0x1a2b', 'id 6699'],
    ['host gw-a', 'host gw-a'],
    ['time 07:59-08:00', 'time 07:59..08:00'],
    ['time > 07:59:58 and tcp', 'not time ..07:59:58 tcp'],
    ['time >= 07:59:58', '(time 07:59:58..)'],
    ['src constructor', 'src constructor'],
    ['src __proto__ dport 80', 'src __proto__ dport 80'],
    ['constructor1 toString1', 'constructor1 toString1'],
    ['snat 10.72.0.1 dead', 'snat 10.72.0.1 dead'],
    ['nat text 10.72.0.1', 'nat text 10.72.0.1'],
  ])('%s means: %s', (text, plain) => {
    expect(parseFilter(text).notes).toEqual([]);
    expect(printFilter(parseFilter(text).selection)).toBe(plain);
    expect(printFilter(parseFilter(plain).selection)).toBe(plain);
  });

  it('marks_the_words_that_a_note_is_about', () => {
    const text = 'tcp ttl < x dead';
    const [note] = parseFilter(text).notes;
    expect(text.slice(note?.from, note?.to)).toBe('ttl < x');
  });

  it('a_thousand_brackets_are_read_without_end_of_the_stack', () => {
    expect(() => parseFilter('('.repeat(100_000))).not.toThrow();
    expect(() => parseFilter('!'.repeat(100_000))).not.toThrow();
  });

  it('keeps_the_words_that_it_understands', () => {
    expect(facts('dport abc dropped')).toEqual([{ kind: 'end', end: 'dropped' }]);
  });

  it('hints_at_a_word_that_was_probably_meant', () => {
    expect(parseFilter('droped').notes[0]?.says).toEqual(['nearWord', 'droped', 'dropped']);
    expect(parseFilter('xyz').notes[0]?.says).toEqual(['searchedFor', 'xyz']);
    expect(parseFilter('10.1.0.2').notes).toEqual([]);
    expect(parseFilter('"xyz"').notes).toEqual([]);
  });
});

const word = fc.string({ minLength: 1, unit: 'grapheme' });
const port = fc.integer({ min: 0, max: 65535 });
const address = fc.oneof(fc.ipV4(), fc.ipV6());
const count = fc.integer({ min: 1, max: 1e9 });
const fact: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({ kind: fc.constantFrom('src' as const, 'dst' as const), address: word }),
  fc.record({ kind: fc.constant('dport' as const), from: port, to: fc.constant(65535) }),
  fc.record({ kind: fc.constant('proto' as const), name: word.map((w) => w.toLowerCase()) }),
  fc.record({
    kind: fc.constant('end' as const),
    end: fc.constantFrom('dead' as const, ...dispositionWords),
  }),
  fc.record({ kind: fc.constantFrom('chain' as const, 'via' as const), name: word }),
  fc.record({ kind: fc.constant('edge' as const), from: word, to: word }),
  fc.record({ kind: fc.constant('rule' as const), chain: word, number: count }),
  fc.record({ kind: fc.constantFrom('in' as const, 'out' as const), interface: word }),
  fc.record({ kind: fc.constant('host' as const), name: fc.string() }),
  fc.record({ kind: fc.constant('packet' as const), number: count }),
  fc.record({ kind: fc.constant('mark' as const), value: fc.integer({ min: 0, max: 0xffffffff }) }),
  fc.record({ kind: fc.constant('line' as const), file: word, line: count }),
  fc.record({ kind: fc.constant('text' as const), text: fc.oneof(word, fc.nat().map(String)) }),
  fc.record({ kind: fc.constant('dead-end' as const), group: word }),
  fc.record({ kind: fc.constant('address' as const), address: fc.oneof(address, word) }),
  fc.record({ kind: fc.constantFrom('ttl' as const, 'id' as const), from: fc.nat(9), to: fc.constant(99) }),
  fc.constantFrom(
    { kind: 'time' as const, from: '07:59:58', to: null },
    { kind: 'time' as const, from: null, to: '2026-11-21T08:00:00.5' },
    { kind: 'time' as const, from: '100.5', to: '101' },
  ),
  fc.record({ kind: fc.constant('flags' as const), set: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constantFrom('nat' as const, 'snat' as const), address: fc.option(fc.ipV4()) }),
  fc.tuple(fc.constantFrom(...causeWords), fc.option(word), fc.option(count)).map(([cause, chain, rule]) => ({
    kind: 'cause' as const,
    cause,
    chain,
    rule: chain === null ? null : rule,
  })),
  fc.record({
    kind: fc.constant('flow' as const),
    protocol: fc.constantFrom('tcp', 'udp', 'icmp', '132'),
    src: address,
    dst: address,
    sport: fc.option(port),
    dport: fc.option(port),
  }),
);
const term: fc.Arbitrary<Term> = fc.tuple(fact, fc.boolean()).map(([f, negated]) => ({ ...f, negated }));

describe('filter text properties', () => {
  it('what_is_printed_is_read_back_as_the_same', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 6 }), (selection) => {
        const parsed = parseFilter(printFilter(selection));
        expect(parsed.selection).toEqual(selection);
        expect(parsed.notes.filter(({ severity }) => severity === 'problem')).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('no_text_makes_it_throw', () => {
    const pieces = fc.constantFrom(
      'src',
      'edge',
      'not',
      'cause',
      'rule',
      '"',
      '\\',
      '>',
      ' ',
      '[',
      ':',
      'flow tcp',
      '(',
      ')',
      '!',
      'or',
      '&&',
      'ttl<',
      'nat',
      '=',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }), (parts) => {
        const { selection } = parseFilter(parts.join(''));
        const printed = printFilter(selection);
        expect(printFilter(parseFilter(printed).selection)).toBe(printed);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('toggling', () => {
  const chain: Fact = { kind: 'chain', name: 'filter/FORWARD' };

  it('adds_takes_away_and_replaces_what_is_of_the_same_kind', () => {
    expect(toggle('dport 81', [chain])).toBe('dport 81 chain filter/FORWARD');
    expect(toggle('dport 81 chain filter/FORWARD', [chain])).toBe('dport 81');
    expect(toggle('edge a>b tcp', [chain])).toBe('tcp chain filter/FORWARD');
    expect(toggle('dropped', [{ kind: 'end', end: 'forwarded' }])).toBe('forwarded');
  });

  it('knows_what_the_filter_holds', () => {
    expect(holds('tcp chain filter/FORWARD', [chain])).toBe(true);
    expect(holds('not chain filter/FORWARD', [chain])).toBe(false);
    expect(holds('', [])).toBe(false);
  });
});
