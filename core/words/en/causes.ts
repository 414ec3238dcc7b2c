import type { Cause, CauseKind, Ground } from '../../model/cause.ts';
import { type KindWords, kinds } from './cause-kinds.ts';
import { listed } from './lists.ts';
import { openFact, premise } from './open-facts.ts';
import { ruleOf, ruleOrPolicy } from './places.ts';

/** What a cause of that kind is called in a list, and in the filter's menu. */
export function title(kind: CauseKind): string {
  return kinds[kind].title;
}

/** One sentence: what happened to the packets and why, with the rule's text where a rule did it. No full stop. */
export function summary(cause: Cause): string {
  return sentence(cause, cause.text);
}

/** The same without the rule's text, for where that stands beside it. */
export function withoutRule(cause: Cause): string {
  return sentence(cause, null);
}

/** Of a dead end whose packets died in `variants` slightly different ways, the most frequent one. */
export function deadEnd(cause: Cause, variants: number): string {
  return variants < 2 ? summary(cause) : `${summary(cause)} (and ${variants - 1} more of this kind)`;
}

/** One sentence: what usually ends it. No full stop. */
export function remedy(cause: Cause): string {
  const { remedy: say } = kinds[cause.kind] as KindWords<CauseKind>;
  return say(cause.parameters, cause);
}

function sentence(cause: Cause, text: string | null): string {
  const words = kinds[cause.kind] as KindWords<CauseKind>;
  const parameters = cause.parameters as never;
  const { grounds } = cause;
  const why = [words.why(parameters, cause), ...grounds.map(reasonOf)].filter((each) => each !== null);
  const doubts = grounds.map(doubtOf).join('');
  const after = grounds.map(({ kind }) =>
    kind === 'after-log-rule' ? ', after the last LOG rule that matched' : '',
  );
  const what = `${verb(cause)} ${words.how(parameters, cause)}${after.join('')}`;
  const rest = why.length === 0 ? doubts : `: ${why.join('; ')}${doubts}`;
  if (text === null) return `${what}${rest}`;
  return rest === '' ? `${what}: ${text}` : `${what} (${text})${rest}`;
}

function verb({ kind, confidence }: Cause): string {
  if (kind === 'no-listener') return 'Delivered,';
  const done = kind === 'reject' ? 'rejected' : 'dropped';
  return confidence === 'possible' ? `Possibly ${done}` : done.slice(0, 1).toUpperCase() + done.slice(1);
}

/** Grounds that are reasons. */
function reasonOf(ground: Ground): string | null {
  switch (ground.kind) {
    case 'logs-and-decides':
      return 'it logs and decides';
    case 'no-line-of':
      return `no line of ${ground.chain} follows${ground.counted ? ', and its counters show no packet without a line' : ''}`;
    case 'policy-accepts-now':
      return 'the file has it as ACCEPT, but the table has changed since the log';
    case 'not-captured':
      return `the capture of ${ground.interface} does not show the packet leave`;
    case 'not-traced':
      return `the packet met it on its way, and the trace does not show the chains of ${ground.side === 'nft' ? 'nftables' : 'iptables-legacy'}`;
    case 'trace-switched-off':
      return `${ruleOf(ground.place)} had switched off its trace (meta nftrace set 0), and it met this after it`;
    case 'answered-by-host':
      return 'the log shows the host answer packets that met it';
    case 'answered-with-reset':
      return 'the host answered with a RST';
    default:
      return null;
  }
}

/** Grounds that limit the claim, with the punctuation that joins them to it. */
function doubtOf(ground: Ground): string {
  switch (ground.kind) {
    case 'rule-unknown':
      return ground.why === 'ruleset-changed'
        ? '. The ruleset has changed since, so its text is unknown'
        : '. No ruleset in the bundle shows it';
    case 'recorded-drop':
      return `; the kernel recorded its drop${ground.reason === null ? '' : ` as ${ground.reason}`}${ground.location === null ? '' : ` in ${ground.location}()`}`;
    case 'martian-logged':
      return '; the kernel logged it as a martian source';
    case 'others-vanished':
      return '; but other packets vanished there that routing would have passed on, so something that the bundle does not show may have stopped this one as well';
    case 'alike-forwarded':
      return '; but the log shows another packet from the same source to the same destination forwarded, so the route may be from another time';
    case 'lines-of-rule-lost':
      return `; but the log lacks lines: ${ruleOf(ground.place)}, which would have logged it, counted ${ground.counted} packets, and the log has ${ground.lines} lines of it`;
    case 'stopped-too-many':
      return `; but the log lacks lines: ${ground.seeming} packets seem to have ended there, and it counted ${ground.counted}`;
    case 'unless-rewritten':
      return '; unless NAT rewrote its destination, which this log line would not show';
    case 'unless-marked':
      return `; unless it had the mark of "${ground.rule}", which no rule in the bundle sets and this log line would not show`;
    case 'assuming':
      return ` (assuming that ${listed(ground.premises.map(premise))})`;
    case 'not-in-bundle':
      return `; not in the bundle: ${ground.facts.map(openFact).join(', ')}`;
    case 'log-ends':
      return '; but the log ends here, so the lines of its further way may be missing';
    case 'other-causes':
      return `; ${listed(ground.causes, 'or')} would explain it as well`;
    case 'other-places':
      return `; ${listed(ground.places.map(ruleOrPolicy), 'or')} would explain it as well`;
    case 'not-counted':
      return `, although the kernel counted no such drop (${ground.counter} is 0)`;
    case 'files-differ':
      return `; but ${ground.other} does not say what ${ground.file} says, and nothing tells which of them is of the log's time`;
    case 'damaged':
      return `; but ${ground.file ?? 'its log'} is damaged and may be wrong`;
    case 'captured-leaving':
      return `; but the capture of ${ground.interface} shows the packet leave`;
    default:
      return '';
  }
}
