import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readIptablesRule } from '../../../dialects/iptables/iptables-rule.ts';
import { printIptablesCondition } from '../../../dialects/iptables/print-condition.ts';
import { iptablesSave } from './iptables-save.ts';
import { LazyRule } from './lazy-rule.ts';
import { scanUsualRule } from './fast-rule-scan.ts';

const words = fc.constantFrom(
  ...[
    '-p',
    'tcp',
    'udp',
    '-s',
    '10.0.0.0/8',
    '! -i',
    'eth0',
    '-f',
    '-m',
    'tcp',
    'conntrack',
    'comment',
    'set',
  ],
  ...[
    '--dport 80',
    '--sport',
    '80:90',
    '--ctstate NEW',
    '--comment "a b"',
    '--comment ""',
    '--match-set a src',
  ],
  ...[
    '--comment "!"',
    '--comment "-j DROP"',
    '"a',
    'b"',
    'x"y z"',
    '!',
    '"!"',
    '\\',
    '\t',
    '-4',
    '-w',
    '-c 1 2',
  ],
  ...['-j', 'ACCEPT', '-g', 'CHAIN', '-j DROP', '--to-destination 10.0.0.1:80', '--log-prefix "-m "', '"-m"'],
  ...[
    '--set-xmark 0x4000/0x4000',
    '--unknown',
    '5',
    '-t nat',
    '--protocol',
    '--source-port',
    '-m multiport --ports',
  ],
);
const rules = fc.array(words, { maxLength: 12 }).map((each) => each.join(' '));

test('a rule that is vouched for has no unknown word, and its target is where it is said to be', () => {
  let vouched = 0;
  fc.assert(
    fc.property(rules, (rule) => {
      const targetAt = scanUsualRule(rule, 0);
      if (targetAt === null) return;
      vouched++;
      const read = readIptablesRule(rule, () => false);
      expect(read).toMatchObject({ unknownOptions: [], counter: null });
      const at = targetAt + '-A C '.length;
      const saved = new LazyRule(1, `-A C ${rule}`, null, { file: 'f', line: 1 }, at, new Map());
      expect(saved.spec.statements).toEqual(read?.spec.statements);
      expect(saved.spec.conditions).toEqual(read?.spec.conditions);
    }),
    { numRuns: 20_000 },
  );
  expect(vouched).toBeGreaterThan(1000);
});

test.each([
  '-d 10.96.0.1/32 -p tcp -m comment --comment "ns/svc:http cluster IP" -m tcp --dport 443 -j KUBE-SVC-A',
  '-m comment --comment "ns -> 10.0.0.1:80" -m statistic --mode random --probability 0.5 -j KUBE-SEP-A',
  '! -s 10.244.0.0/16 -m set ! --match-set allowed src -j REJECT --reject-with icmp-port-unreachable',
  '-m conntrack --ctstate RELATED,ESTABLISHED',
  '-i docker0 -j LOG --log-prefix "in: " --log-level 4',
])('what iptables-save prints every day is vouched for: %s', (rule) => {
  expect(scanUsualRule(rule, 0)).toBe(rule.includes('-j') ? rule.indexOf('-j') : rule.length);
});

test('an unknown option is told of whichever rule it stands in', () => {
  const many = Array.from({ length: 300 }, (_, i) => `-A FORWARD -s 10.0.0.${i} -j ACCEPT`);
  const lines = ['*filter', ':FORWARD DROP [0:0]', ...many, '-A FORWARD -m tcp --wrong 5 -j DROP', 'COMMIT'];
  const { diagnostics, records } = iptablesSave.parse(lines, 'rules');
  expect(diagnostics).toMatchObject([{ code: 'rule-option-unknown', line: 303 }]);
  const chain = records.kind === 'rulesets' ? records.items[0]?.tables[0]?.chains[0] : undefined;
  expect(chain?.rules.map(({ number }) => number)).toEqual([...many, ''].map((_, i) => i + 1));
  expect(chain?.rules[299]?.spec.conditions.map(printIptablesCondition)).toEqual(['-s 10.0.0.299']);
});

test('rules that are put in before others move these on', () => {
  const lines = [
    '*filter',
    ':INPUT ACCEPT [0:0]',
    '-A INPUT -s 10.0.0.1/32 -j ACCEPT',
    '-I INPUT -j DROP',
    'COMMIT',
  ];
  const { records } = iptablesSave.parse(lines, 'rules');
  const chain = records.kind === 'rulesets' ? records.items[0]?.tables[0]?.chains[0] : undefined;
  expect(chain?.rules.map(({ number, spec, at }) => [number, spec.statements[0]?.kind, at.line])).toEqual([
    [1, 'drop', 4],
    [2, 'accept', 3],
  ]);
});
