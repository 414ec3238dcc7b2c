import type { Cause } from '../../model/cause.ts';
import type { EndNote } from '../../model/end-note.ts';
import { assertNever } from '../../model/family.ts';
import type { Disposition } from '../../model/journey.ts';
import { summary } from './causes.ts';
import { listed } from './lists.ts';
import { openFact } from './open-facts.ts';
import { notReplayable, open } from './what-if.ts';
import { ruleOf, ruleOrPolicy, step } from './places.ts';

/** One sentence: how a packet's journey ended. */
export function journeyEnd(end: {
  readonly disposition: Disposition;
  readonly cause: Cause | null;
  readonly note: EndNote | null;
  readonly outInterface: string;
}): string {
  const { disposition, cause, note: open, outInterface } = end;
  if (cause !== null) return summary(cause);
  if (open !== null) return note(open);
  switch (disposition) {
    case 'forwarded':
      return outInterface === '' ? 'Forwarded' : `Forwarded, out ${outInterface}`;
    case 'sent':
      return outInterface === '' ? 'Sent' : `Sent, out ${outInterface}`;
    case 'delivered':
      return 'Delivered to the host itself';
    default:
      return `How this packet ended is ${disposition}`;
  }
}

/** Why the end is not known, or what the disposition does not say, as a sentence without its full stop. */
export function note(about: EndNote): string {
  switch (about.kind) {
    case 'partial-path':
      return 'The log shows only a part of the path';
    case 'nothing-follows-step':
      return `${step(about.step)} lets the packet go on, but no further line follows${otherRules(about.rulesChanged)}`;
    case 'lines-missing':
      return `No line of ${about.chain ?? 'the rules that follow'} follows, though one should: lines are missing${otherRules(about.rulesChanged)}`;
    case 'lines-lost':
      return `No line of ${about.chain ?? 'a later chain'} follows, but that proves nothing: other packets went on from there, or lack lines as well`;
    case 'log-ends-before':
      return `The log ends before ${about.chain}`;
    case 'log-ends-before-routing':
      return 'The log ends before the routing decision shows';
    case 'log-ends-before-log-rule':
      return 'The log ends before the next rule that would log the packet';
    case 'log-ends-at':
      return `The log ends at ${step(about.step)}`;
    case 'lost-after-prerouting':
      return about.awaited === null
        ? 'The packet passed PREROUTING; no later chain is known to log, so its end is not known'
        : `The packet passed PREROUTING and was not seen again; nothing in the bundle explains why no line of ${about.awaited} follows`;
    case 'backend-not-listed':
      return about.side === 'nft'
        ? 'iptables-legacy let the packet pass; what nftables did with it is not known, for the bundle shows only a part of its tables'
        : 'nftables let the packet pass; what iptables-legacy did with it is not known, for its rules are not in the bundle';
    case 'routing-undecided': {
      const follows = about.awaited === null ? '' : `, and no line of ${about.awaited} follows`;
      return `The packet passed PREROUTING${follows}; the routing decision is not known without ${listed(about.facts.map(openFact))}`;
    }
    case 'unlogged-after-prerouting': {
      const seen = 'The packet passed PREROUTING and has no further line';
      return about.places.length === 0
        ? `${seen}; not every path from there would have logged it`
        : `${seen}; the routing decision or ${listed(about.places.map(ruleOrPolicy), 'or')} may have ended it`;
    }
    case 'unexplained-after-prerouting':
      return 'The packet passed PREROUTING and has no further line; nothing in the bundle explains why';
    case 'policy-unknown':
      return `The policy of ${about.chain} is ACCEPT in the file, but the table has changed since the log, and no line shows what the policy was`;
    case 'origin-unknown':
      return 'The log does not show where the packet came from: its first lines are missing';
    case 'last-step-unknown':
      return `The last step is ${step(about.step)}; ${
        about.why === 'no-ruleset'
          ? 'no ruleset in the bundle shows it'
          : 'the ruleset has changed since the log'
      }`;
    case 'verdict-unknown':
      return `The last step is ${step(about.step)}; the verdict of "${about.text}" is not known`;
    case 'came-to-chain':
      return `The trace shows only that the packet came to ${about.chain}`;
    case 'unknown-log-rule':
      return `The last line is of the LOG rule "${about.prefix}" in ${about.chain}; the rules after it are not in the bundle`;
    case 'unlisted-log-rule':
      return unlistedLog(about);
    case 'trace-switched-off':
      return `The trace of the packet may have been switched off (meta nftrace set 0) by ${ruleOrPolicy(about.place)}; what it met after that has no line`;
    case 'may-have-ended':
      return `After its last line the packet may have met ${ruleOrPolicy(about.place)}, or gone on without a line`;
    case 'came-to-unknown-rules':
      return about.place === null
        ? 'After its last line the packet came to rules that are unknown or not in the bundle'
        : `After its last line the packet may have met ${ruleOrPolicy(about.place)}, or came to rules that are unknown or not in the bundle`;
    case 'passed-bridge-chain':
      return `The bridge let the packet pass ${about.chain}; no line shows what happened next`;
    case 'queued':
      return queued(about);
    case 'may-change':
      return withoutStop(open(about.open));
    case 'walk-proves-nothing':
      return withoutStop(notReplayable(about));
    case 'damaged-log':
      return about.note === null
        ? 'Its log is damaged and may be wrong'
        : `${note(about.note)}; its log is damaged and may be wrong`;
    case 'may-have-been-dropped-leaving':
      return `All chains let the packet pass, but packets were dropped on ${about.interface}, and nothing tells which`;
    case 'may-have-been-refused-by-ipsec':
      return `All chains let the packet pass, but ${about.counter} counts packets that IPsec policies refused after INPUT, and the bundle does not list the policies`;
    case 'not-captured-leaving':
      return `The capture of ${about.interface} does not show the packet leave`;
    case 'fewer-captured-leaving':
      return `The capture of ${about.interface} does not tell that the packet left: of those that look like it, it shows fewer than the log has`;
    case 'captured-leaving': {
      const shown = `The capture of ${about.interface} shows the packet leave`;
      if (about.lines === 'complete') return shown;
      return about.lines === 'missing'
        ? `${shown}; its lines after ${about.chain} are missing from the log`
        : `${shown}; no rule after ${about.chain} logged it`;
    }
    default:
      return assertNever(about);
  }
}

function otherRules(rulesChanged: boolean): string {
  return rulesChanged ? ', or the rules were different at that time' : '';
}

function queued({ place, certain, grounds, text }: Extract<EndNote, { kind: 'queued' }>): string {
  const what = `${certain ? 'Queued' : 'Possibly queued'} for a program by ${ruleOf(place)}`;
  if (text === null) return `${what}; the log shows neither its verdict nor whether one listened`;
  const awaited = grounds.flatMap((ground) =>
    ground.kind === 'no-line-of' ? [`no line of ${ground.chain} follows`] : [],
  );
  const others = grounds.flatMap((ground) =>
    ground.kind === 'other-places'
      ? [`${listed(ground.places.map(ruleOrPolicy), 'or')} would explain it as well`]
      : [],
  );
  return [`${what} (${text})`, ...awaited, ...others].join('; ');
}

function unlistedLog({
  prefix,
  owner,
  word,
  reset,
}: EndNote & { readonly kind: 'unlisted-log-rule' }): string {
  const whose = owner === null ? '' : `, a prefix of ${owner}`;
  const rule = prefix === '' ? 'A LOG rule without a prefix' : `The LOG rule "${prefix}"${whose},`;
  const says = word === null ? '' : `; its author calls it ${prefixWords[word]}, which proves no verdict`;
  const answer = reset ? '; the host itself answered with a RST' : '';
  return `${rule} logged it, and that rule is not in the bundle${says}${answer}`;
}

const prefixWords = {
  drop: 'dropped',
  reject: 'rejected',
  accept: 'accepted',
  invalid: 'invalid',
} as const;

/** Sentences of other lists have one. */
function withoutStop(sentence: string): string {
  return sentence.endsWith('.') ? sentence.slice(0, -1) : sentence;
}
