import { printedCounter } from '../printed-counter.ts';
import { protocolNumber } from '../../kernel/protocol-number.ts';
import type { Condition } from '../../model/condition.ts';
import type { Counter, RuleSpec } from '../../model/ruleset.ts';
import type { Statement } from '../../model/statement.ts';
import { compare, undecidable } from '../compare.ts';
import { interfaceValue } from '../iptables/header-options.ts';
import { maskedValues } from '../iptables/mark-values.ts';
import { portValue } from '../iptables/port-values.ts';
import { numberValue, readNetwork, symbolValue, wordValue } from '../values.ts';
import { etherType } from './ether-types.ts';
import { ebtablesStatements } from './statements.ts';

/** A rule of ebtables or arptables, and what its reader has to tell of it. */
export interface EbtablesRule {
  readonly spec: RuleSpec;
  /** From `-c PACKETS BYTES` inside the rule, as `--Lx` prints it. */
  readonly counter: Counter | null;
}

/**
 * What a rule says, from its tokens. `-i` and `-o` are ports of the bridge, which is what LOG lines of the bridge family
 * call IN= and OUT=. A `!` stands before the value, in some versions before the option; conditions may stand after the
 * target. What is not understood is `unknown` with the words, as all that arptables asks of ARP itself.
 *
 *   -p IPv4 -i eth+ --ip-src 10.0.0.0/8 --ip-dst ! 10.1.0.0/16 --ip-proto tcp --ip-dport 22:25 -j ACCEPT
 *   -p IPv6 --log-level info --log-prefix "FWD x" --log-ip6 -j CONTINUE
 *   -p IPv4 -j mark --mark-set 0x10 --mark-target ACCEPT
 *   -j DROP -i lo -s 10.0.0.1
 */
export function readEbtablesRule(tokens: readonly string[], family: 'bridge' | 'arp'): EbtablesRule {
  const conditions: Condition[] = [];
  const log: string[] = [];
  const targetOptions: string[] = [];
  let name: string | null = null;
  let counter: Counter | null = null;
  let protocol = '';

  for (let position = 0; position < tokens.length;) {
    let negated = false;
    const takeMark = (): void => {
      if (tokens[position] !== '!') return;
      negated = true;
      position++;
    };
    takeMark();
    const option = tokens[position++] ?? '';
    takeMark();
    if (option === '-c') {
      counter = printedCounter(tokens[position], tokens[position + 1]);
      position += 2;
      continue;
    }
    const hasValue = !withoutValue.has(option) && position < tokens.length;
    const value = hasValue ? (tokens[position++] ?? '') : '';
    const words = hasValue ? [option, value] : [option];
    if (option === '-j') name = value;
    else if (/^--(?:log|nflog|ulog)/.test(option)) log.push(...words);
    else if (name !== null && !headerOptions.has(option)) targetOptions.push(...words);
    else {
      if (option === '--ip-proto' || option === '--ip6-proto') protocol = value;
      const known = condition(family, option, value, negated, protocol);
      conditions.push(known ?? { kind: 'unknown', words: [...(negated ? ['!'] : []), ...words].join(' ') });
    }
  }
  const statements = ebtablesStatements(name, targetOptions, log).map((statement: Statement) => ({
    ...statement,
    after: conditions.length,
  }));
  return { spec: { dialect: 'ebtables', conditions, statements }, counter };
}

const withoutValue: ReadonlySet<string> = new Set([
  '--log', '--log-ip', '--log-ip6', '--log-arp', '--nflog', '--arp-gratuitous',
]); // prettier-ignore

/** arptables-save prints the target before these. */
const headerOptions: ReadonlySet<string> = new Set(['-p', '-i', '-o', '-s', '-d', '--src-ip', '--dst-ip', '--src-mac', '--dst-mac', '--h-length', '--opcode', '--h-type', '--proto-type']); // prettier-ignore

/** Null for an option that is not understood. */
function condition(
  family: 'bridge' | 'arp',
  option: string,
  value: string,
  negated: boolean,
  protocol: string,
): Condition | null {
  switch (option) {
    case '-i':
    case '-o':
      return compare(
        { kind: 'interface', side: option === '-i' ? 'in' : 'out', by: 'name' },
        [interfaceValue(value)],
        {
          negated,
        },
      );
    default:
      return family === 'bridge' ? frameCondition(option, value, negated, protocol) : null;
  }
}

function frameCondition(option: string, value: string, negated: boolean, protocol: string): Condition | null {
  switch (option) {
    case '-p':
      return frameType(value, negated);
    case '-s':
      return /^[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}$/i.test(value)
        ? compare({ kind: 'mac', side: 'src' }, [symbolValue(fullMac(value))], { negated })
        : null;
    case '--ip-src':
    case '--ip6-src':
    case '--ip-dst':
    case '--ip6-dst': {
      const side = option.endsWith('src') ? 'src' : 'dst';
      const ofFamily = option.startsWith('--ip6') ? 'ipv6' : 'ipv4';
      return compare({ kind: 'address', side, family: ofFamily }, [readNetwork(value)], { negated });
    }
    case '--ip-proto':
    case '--ip6-proto': {
      const number = protocolNumber(value);
      const wanted = number === null ? wordValue(value.toLowerCase()) : numberValue(number);
      return compare({ kind: 'protocol', of: 'packet' }, [wanted], { negated });
    }
    case '--ip-sport':
    case '--ip6-sport':
    case '--ip-dport':
    case '--ip6-dport': {
      const side = option.endsWith('sport') ? 'src' : 'dst';
      return protocol === ''
        ? null
        : compare({ kind: 'port', side, header: protocol }, [portValue(value)], { negated });
    }
    case '--mark': {
      const { values, mask } = maskedValues(value);
      return values.every(({ kind }) => kind === 'number')
        ? compare({ kind: 'mark' }, values, { mask, negated })
        : null;
    }
    case '--limit':
    case '--limit-burst':
      return undecidable('limit', 'rate', `${option} ${value}`);
    default:
      return null;
  }
}

/** The protocol of the frame. After a VLAN's tag there may be any. */
function frameType(value: string, negated: boolean): Condition {
  const number = etherType(value);
  return compare(
    { kind: 'ethertype', of: 'frame' },
    [number === null ? wordValue(value) : numberValue(number)],
    {
      negated,
    },
  );
}

function fullMac(text: string): string {
  return text.split(':').map((byte) => byte.padStart(2, '0')).join(':').toLowerCase(); // prettier-ignore
}
