import type { Assumed, RulePlace } from '../kernel/walk/assumption.ts';
import type { WalkStep } from '../kernel/walk/trail.ts';
import type { OpenEnd, PlacedRule, WalkEnd } from '../kernel/walk/walk-end.ts';
import { printMapLookup, printMapValue } from '../dialects/nft/print-condition.ts';
import { printCondition } from '../dialects/print-condition.ts';
import { printRejectAnswer } from '../dialects/print-reject.ts';
import { routedTo } from '../kernel/routing/routed-to.ts';
import { english } from '../words/en/index.ts';
import type { Chain, Table } from '../model/ruleset.ts';

/** One sentence: how a walk ends. */
export function endText(end: WalkEnd): string {
  switch (end.kind) {
    case 'rule':
      return ruleEndText(end);
    case 'policy':
      return `Dropped by the policy of ${chainText(end)}: no rule of the chain decided, and its policy is DROP`;
    case 'routing':
      return `Dropped by routing: ${english.routing.refusal(end.cause)}`;
    case 'delivered':
      return 'Delivered to the host itself';
    case 'forwarded':
    case 'sent': {
      const by = end.outInterface ?? 'an interface that is not known';
      return `${end.kind === 'sent' ? 'Sent' : 'Forwarded'} by ${by}`;
    }
    case 'logged':
      return `Logged by ${ruleText(end)}`;
    case 'passed':
      return 'Passed';
    case 'open':
      return openText(end);
  }
}

function ruleEndText(end: Extract<WalkEnd, { kind: 'rule' }>): string {
  const { rule, verdict, because } = end;
  const place = ruleText(end);
  switch (verdict) {
    case 'reject': {
      const reject = rule.spec.statements.find((statement) => statement.kind === 'reject');
      const answer =
        reject === undefined ? '' : ` with ${printRejectAnswer(rule.spec.dialect, reject.answer)}`;
      return `Rejected by ${place}${answer}: ${rule.text}`;
    }
    case 'queue': {
      const bypass = rule.spec.statements.some((statement) => statement.kind === 'queue' && statement.bypass);
      const otherwise = bypass ? 'let through to the next table' : 'dropped';
      return `Given to a program by ${place}, which decides; if none listens, it is ${otherwise}: ${rule.text}`;
    }
    case 'stolen':
    case 'drop':
      if (because === 'no-socket')
        return `Dropped by ${place}, because no socket listens where TPROXY sends it: ${rule.text}`;
      if (because === 'invalid')
        return `Dropped by ${place} because conntrack calls the packet INVALID: ${rule.text}`;
      return `Dropped by ${place}: ${rule.text}`;
  }
}

function openText(end: OpenEnd): string {
  switch (end.why) {
    case 'cut':
      return `Rules of ${chainText(end)} were cut out of ${end.chain.at.file}`;
    case 'loop':
      return `The chains of table ${end.table.name} call each other without end`;
    case 'depth':
      return `The chains of table ${end.table.name} call each other too deep to be followed`;
    case 'detached':
      return `No rule of the bundle leads to ${chainText(end)}, so what follows it is not known`;
    case 'target':
      return `What ${ruleText(end)} does is not known to Netopsy: ${end.rule.text}`;
    case 'routing':
      return end.missing.length === 0
        ? 'Where it is routed is not known: its mark, TOS, address or input interface is not'
        : `Where it is routed is not known without ${end.missing.join(', ')}`;
    case 'no-routes':
      return 'The bundle has nothing of the host’s routes';
  }
}

/** What is taken for granted; completes "assuming that ...". */
export function assumedText(assumed: Assumed): string {
  switch (assumed.kind) {
    case 'condition': {
      const { dialect, condition, holds, at } = assumed;
      const words = printCondition(
        dialect,
        'negated' in condition ? { ...condition, negated: false } : condition,
      );
      return `\`${words}\` ${holds ? 'holds' : 'does not hold'} for the packet in ${placeText(at)}`;
    }
    case 'map-value': {
      const { fields, map, value, at } = assumed;
      const words = printMapLookup(fields, map);
      const has = value === null ? 'has nothing' : `has \`${printMapValue(value)}\``;
      return `\`${words}\` ${has} for the packet in ${placeText(at)}`;
    }
    case 'policy':
      return `the policy of ${assumed.table}/${assumed.chain} is ${assumed.policy}`;
    case 'missing-chain':
      return `chain ${assumed.chain} of ${assumed.table}, which is not in the bundle, returns the packet: send the whole table to know`;
    case 'caller':
      return `the packet came to ${assumed.chain} by ${placeText(assumed.at)}`;
    case 'socket': {
      const where = `${assumed.address} port ${assumed.port}`;
      return assumed.listens
        ? `a transparent socket listens on ${where}`
        : `no transparent socket listens on ${where}`;
    }
    case 'destination':
      return assumed.isOwn
        ? `${assumed.dst} is an address of the host`
        : `${assumed.dst} is another host, and this one forwards`;
    case 'routing':
      return assumed.says.length === 0
        ? `it is routed: ${decisionText(assumed.decision)}`
        : assumed.says.join(', ');
    case 'next-hop':
      return `the flow takes ${assumed.via ?? 'the way'} by ${assumed.dev}`;
    case 'neighbour':
      return `${assumed.address} answers on ${assumed.dev}, which it did not at the time of the capture`;
    case 'untranslated':
      return 'NAT translates nothing of its connection';
    case 'free-tuple':
      return `no other connection to ${assumed.dst} is translated to ${assumed.address} port ${assumed.port ?? 'of the same range'}`;
    case 'own-interface':
      return `IP sees it come in by ${assumed.dev} itself, though that belongs to ${assumed.master}`;
    case 'bridge':
      return `the rules for frames let it in by ${assumed.dev}`;
  }
}

/** A routing decision in a few words: `via 10.2.0.254 dev eth1`, `to this host`, or why it refuses. */
export function decisionText(decision: Extract<WalkStep, { kind: 'routing' }>['decision']): string {
  if ('to' in decision) return decision.to === 'local' ? 'to this host' : `dev ${decision.outInterface}`;
  return english.routing.decision(routedTo(decision));
}

function ruleText({ table, chain, number }: PlacedRule): string {
  return placeText({ table: table.name, chain: chain.name, number });
}

function placeText({ table, chain, number }: RulePlace): string {
  return `rule ${number} of ${table}/${chain}`;
}

function chainText({ table, chain }: { readonly table: Table; readonly chain: Chain }): string {
  return `${table.name}/${chain.name}`;
}
