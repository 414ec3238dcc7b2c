import type { Assumed } from '../../model/assumed.ts';
import { assertNever } from '../../model/family.ts';
import type { SimulatedEnd, SimulationLimit } from '../../model/simulation.ts';
import { listed } from './lists.ts';
import { openFact, premise } from './open-facts.ts';
import { ruleOf, ruleOrPolicy } from './places.ts';
import { decision, refusal } from './routing.ts';

export const tooMuchUnknown =
  'too much is unknown to follow every path; shown are those that rest on the fewest assumptions';

/** One sentence: how a simulated packet ends. No full stop. */
export function end(of: SimulatedEnd): string {
  switch (of.kind) {
    case 'rule':
      return ruleEnd(of);
    case 'policy':
      return `Dropped by ${ruleOrPolicy(of.place)}: no rule matched; the policy is DROP`;
    case 'routing':
      return `Dropped by routing: ${refusal(of.cause)}`;
    case 'delivered':
      return 'Delivered to the host itself';
    case 'passed':
      return 'Passed';
    case 'forwarded':
    case 'sent':
      return `${of.kind === 'sent' ? 'Sent' : 'Forwarded'}, out ${of.interface ?? 'an unknown interface'}`;
    case 'open':
      return limit(of.why);
  }
}

function ruleEnd({
  place,
  text,
  verdict,
  because,
  answer,
  bypass,
}: Extract<SimulatedEnd, { kind: 'rule' }>): string {
  const rule = ruleOf(place);
  switch (verdict) {
    case 'reject':
      return `Rejected by ${rule}${answer === null ? '' : ` with ${answer}`}: ${text}`;
    case 'queue': {
      const otherwise = bypass ? 'goes on to the next table' : 'is dropped';
      return `Queued for a program by ${rule}, which decides; if none listens, the packet ${otherwise}: ${text}`;
    }
    case 'stolen':
    case 'drop':
      if (because === 'no-socket')
        return `Dropped by ${rule} (${text}): no socket listens where TPROXY sends the packet`;
      if (because === 'invalid')
        return `Dropped by ${rule} (${text}): conntrack classifies the packet as INVALID`;
      return `Dropped by ${rule}: ${text}`;
  }
}

function limit(why: SimulationLimit): string {
  switch (why.kind) {
    case 'cut':
      return `Rules of ${why.chain} were cut out of ${why.file}`;
    case 'loop':
      return `The chains of table ${why.table} call each other without end`;
    case 'depth':
      return `The chains of table ${why.table} call each other too deeply to be followed`;
    case 'detached':
      return `No rule in the bundle leads to ${why.chain}, so what follows it is not known`;
    case 'target':
      return `What ${ruleOf(why.place)} does is not known to Netopsy: ${why.text}`;
    case 'routing':
      return why.missing.length === 0
        ? "The routing decision is not known: the packet's mark, TOS, address or input interface is not"
        : `The routing decision is not known without ${listed(why.missing.map(openFact))}`;
    case 'no-routes':
      return "The bundle has none of the host's routes";
  }
}

/** What is taken for granted; completes "assuming that ...". */
export function assumption(assumed: Assumed): string {
  switch (assumed.kind) {
    case 'condition': {
      const { words, holds, at } = assumed;
      return `${words} ${holds ? 'matches' : 'does not match'} the packet in ${ruleOf(at)}`;
    }
    case 'map-value': {
      const { words, value, at } = assumed;
      return `${words} has ${value ?? 'nothing'} for the packet in ${ruleOf(at)}`;
    }
    case 'policy':
      return `the policy of ${assumed.table}/${assumed.chain} is ${assumed.policy}`;
    case 'missing-chain':
      return `chain ${assumed.chain} of ${assumed.table}, which is not in the bundle, returns the packet; send the whole table to know`;
    case 'caller':
      return `the packet came to ${assumed.chain} from ${ruleOf(assumed.at)}`;
    case 'socket': {
      const where = `${assumed.address} port ${assumed.port}`;
      return `${assumed.listens ? 'a' : 'no'} transparent socket listens on ${where}`;
    }
    case 'destination':
      return assumed.isOwn
        ? `${assumed.dst ?? 'the destination'} is an address of the host`
        : `${assumed.dst ?? 'the destination'} is another host, and this one forwards`;
    case 'routing':
      return assumed.premises.length === 0
        ? `it is routed ${decision(assumed.decision)}`
        : listed(assumed.premises.map(premise));
    case 'next-hop':
      return `the flow takes ${assumed.via === null ? '' : `via ${assumed.via} `}dev ${assumed.dev}`;
    case 'neighbour':
      return `${assumed.address} answers on ${assumed.dev}, which it did not at the time of the capture`;
    case 'untranslated':
      return 'NAT translates nothing of its connection';
    case 'free-tuple':
      return `no other connection to ${assumed.dst ?? 'the same destination'} is translated to ${assumed.address} port ${assumed.port ?? 'of the same range'}`;
    case 'own-interface':
      return `IP sees it come in on ${assumed.dev} itself, though that belongs to ${assumed.master}`;
    case 'device-chain':
      return `${assumed.table}/${assumed.chain} ${assumed.isHooked ? 'hangs' : 'does not hang'} on ${assumed.dev}, which this version of nft leaves out of its JSON; send \`nft list ruleset\` to know`;
    case 'bridge':
      return `the rules for frames let it in on ${assumed.dev}`;
    default:
      return assertNever(assumed);
  }
}

/** `assuming that no ip rule was ever added`, a line of the text. */
export function assuming(sentence: string): string {
  return `assuming that ${sentence}`;
}

export function outcomes(count: number): string {
  return `${count} outcomes are possible.`;
}

export function unexplored(why: string): string {
  return `Not everything was followed: ${why}.`;
}

/** The text's first line: `tcp 10.1.0.2 > 10.2.0.2:80, in eth0, ctstate NEW`. */
export function packet(
  protocol: string | null,
  from: string,
  to: string,
  interfaceName: string | null,
  state: string | null,
): string {
  const comes = interfaceName === null ? 'sent by the host' : `in ${interfaceName}`;
  return `${protocol} ${from} > ${to}, ${comes}, ctstate ${state}`;
}

/** `drop (if it matches)` */
export function verdict(name: string | null, certain: boolean): string {
  return `${name ?? unknown}${certain ? '' : ' (if it matches)'}`;
}

export const unknown = 'unknown';
export const routing = 'routing';
export const out = 'out';
