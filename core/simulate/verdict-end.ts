import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Chain, Rule, Table } from '../model/ruleset.ts';
import type { Verdict } from '../model/journey.ts';
import type { SimulatedCause } from '../model/simulation.ts';
import type { WalkEnd } from './walk.ts';
import { unknownEnd } from './walk.ts';

/** The end of a packet by a rule that does not let it go on. */
export function verdictEnd(
  verdict: Exclude<Verdict, 'accept' | 'continue' | 'return'> | null,
  table: Table,
  chain: Chain,
  rule: Rule,
  packet: MatchPacket,
): WalkEnd {
  const number = chain.rules.indexOf(rule) + 1;
  const place = `rule ${number} of ${table.name}/${chain.name}`;
  const because = (kind: SimulatedCause['kind']): SimulatedCause => ({
    kind,
    table: table.name,
    chain: chain.name,
    rule: number,
    text: rule.text,
  });
  switch (verdict) {
    case 'drop':
      if (rule.target?.name === 'TPROXY')
        return {
          disposition: 'dropped',
          cause: because('rule'),
          summary: `Dropped by ${place}, because no socket listens where TPROXY sends it: ${rule.text}`,
        };
      if (isAboutInvalid(rule, packet))
        return {
          disposition: 'dropped',
          cause: because('conntrack-invalid-rule'),
          summary: `Dropped by ${place} because conntrack calls the packet INVALID: ${rule.text}`,
        };
      return { disposition: 'dropped', cause: because('rule'), summary: `Dropped by ${place}: ${rule.text}` };
    case 'reject': {
      const options = rule.target?.options ?? [];
      const answer = options[options.indexOf('--reject-with') + 1];
      const how = answer === undefined ? '' : ` with ${answer}`;
      return {
        disposition: 'rejected',
        cause: because('reject'),
        summary: `Rejected by ${place}${how}: ${rule.text}`,
      };
    }
    case 'queue': {
      const bypass = rule.target?.options.includes('--queue-bypass');
      const otherwise = bypass ? 'let through to the next table' : 'dropped';
      return {
        disposition: 'queued',
        cause: null,
        summary: `Given to a program by ${place}, which decides; if none listens, it is ${otherwise}: ${rule.text}`,
      };
    }
    default:
      return unknownEnd(`What ${place} does is not known to Netopsy: ${rule.text}`);
  }
}

function isAboutInvalid({ conditions }: Rule, { ctstates }: MatchPacket): boolean {
  return (
    ctstates?.length === 1 &&
    ctstates[0] === 'INVALID' &&
    conditions.some(
      ({ option, negated, values }) =>
        !negated && (option === '--ctstate' || option === '--state') && values[0] === 'INVALID',
    )
  );
}
