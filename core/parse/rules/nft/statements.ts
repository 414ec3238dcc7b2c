import type { Condition, Target } from '../../../model/ruleset.ts';
import type { Expression } from './comparison.ts';
import { assignmentStatement } from './assignment.ts';
import { natStatement, rejectStatement, queueStatement } from './verdict-statements.ts';
import type { Statement } from './statement.ts';
import { unquoted } from './words.ts';

/** The statement that begins at a word (nft(8), "STATEMENTS"); `assignment`: what was read there as an expression. */
export function readStatement(
  words: readonly string[],
  start: number,
  assignment: Expression | null,
): Statement | null {
  if (assignment?.kind === 'assignment') return assignmentStatement(assignment);
  const rest = words.slice(start + 1, start + 6);
  const [second = '', third = '', fourth = ''] = rest;
  const after = (count: number): number => start + count;
  /** A word that is not there yet belongs to a statement that is cut off. */
  const known = (statement: Statement): Statement | null =>
    statement.next > words.length ? null : statement;

  switch (words[start]) {
    case 'accept':
      return { next: after(1), verdict: target('ACCEPT') };
    case 'drop':
      return { next: after(1), verdict: target('DROP') };
    case 'return':
      return { next: after(1), verdict: target('RETURN') };
    case 'continue':
      return { next: after(1) };
    case 'jump':
      return known({ next: after(2), verdict: target(unquoted(second)) });
    case 'goto':
      return known({ next: after(2), verdict: { kind: 'goto', name: unquoted(second), options: [] } });
    case 'reject':
      return rejectStatement(words, start);
    case 'queue':
      return queueStatement(words, start);
    case 'dnat':
    case 'snat':
    case 'masquerade':
    case 'redirect':
      return natStatement(words, start);
    case 'tproxy':
      return tproxyStatement(words, start);
    case 'counter':
      if (second === 'name') return known({ next: after(3) });
      if (second !== 'packets' || fourth !== 'bytes') return { next: after(1) };
      return known({ next: after(5), counter: { packets: Number(third) || 0, bytes: Number(rest[3]) || 0 } });
    case 'comment':
      return known({ next: after(2) });
    case 'log':
      return logStatement(words, start);
    case 'limit':
      return known(limitStatement(words, start));
    case 'quota':
      return known(quotaStatement(words, start));
    case 'ct':
      return ctStatement(words, start);
    case 'notrack':
      return { next: after(1), action: 'NOTRACK' };
    case 'flow':
      return known({
        next: after(3),
        action: 'FLOWOFFLOAD',
        conditions: [asked('flow', words.slice(start, start + 3))],
      });
    case 'dup':
      return known({ next: after(third === '' ? 3 : rest[2] === 'device' ? 5 : 3), action: 'TEE' });
    case 'fwd':
      return known({ next: words.length, verdict: target('FWD') });
    case 'synproxy':
      return { next: endOfRule(words, start), verdict: target('SYNPROXY') };
    case 'add':
    case 'update':
    case 'delete':
      return known({ next: after(3), conditions: [asked('dynamic set', words.slice(start, start + 3))] });
    case 'meter':
      return known(meterStatement(words, start));
    case 'last':
      return { next: second === 'used' ? after(3) : after(1) };
    case 'reset':
      return known({ next: after(4), action: 'TCPOPTSTRIP' });
    case 'secmark':
    case 'xt':
      return known(xtStatement(words, start));
    default:
      return null;
  }
}

function target(name: string): Target {
  return { kind: 'jump', name, options: [] };
}

/** Where the rule ends: its comment, or its last word. */
function endOfRule(words: readonly string[], start: number): number {
  const comment = words.indexOf('comment', start);
  return comment < 0 ? words.length : comment;
}

/** `log prefix "IN: " level info flags all`, `log prefix "x" group 5 snaplen 256`: with a group it is NFLOG. */
function logStatement(words: readonly string[], start: number): Statement {
  let next = start + 1;
  let prefix: string | null = null;
  let group: string | null = null;
  for (;;) {
    const [word = '', value = ''] = words.slice(next, next + 2);
    if (word === 'prefix') prefix = unquoted(value);
    else if (word === 'group') group = value;
    else if (word === 'flags') {
      next += value === 'tcp' || value === 'ip' ? 3 : 2;
      continue;
    } else if (!['level', 'snaplen', 'queue-threshold'].includes(word)) break;
    next += 2;
  }
  const name = group === null ? '--log-prefix' : '--nflog-prefix';
  const options = [
    ...(group === null ? [] : ['--nflog-group', group]),
    ...(prefix === null ? [] : [name, prefix]),
  ];
  return { next: Math.min(next, words.length), action: group === null ? 'LOG' : 'NFLOG', options };
}

/** `tproxy to :50080`, `tproxy ip to 127.0.0.1:50080`; without a socket that listens the rule does not match. */
function tproxyStatement(words: readonly string[], start: number): Statement {
  const to = words.indexOf('to', start);
  if (to < 0 || to > start + 2) return { next: words.length, verdict: target('TPROXY') };
  const [, address = '', port = ''] = /^(.*?):(\d+)$/.exec(words[to + 1] ?? '') ?? [];
  const options = [
    ...(port === '' ? [] : ['--on-port', port]),
    ...(address === '' ? [] : ['--on-ip', address]),
  ];
  const ends = words.slice(to + 2).includes('accept');
  const verdict = { kind: 'jump', name: 'TPROXY', options } as const;
  // The verdict behind it is part of what TPROXY does in iptables.
  return ends
    ? { next: words.lastIndexOf('accept') + 1, verdict }
    : { next: to + 2, action: 'TPROXY', options };
}

/** `limit rate over 10/minute burst 5 packets`, `limit rate 10 mbytes/second burst 5 kbytes`, `limit name "x"`. */
function limitStatement(words: readonly string[], start: number): Statement {
  let next = start + (words[start + 2] === 'over' ? 4 : 3);
  if (words[start + 1] !== 'name' && !(words[next - 1] ?? '').includes('/')) next++;
  if (words[next] === 'burst') next += 3;
  return { next, conditions: [asked('limit', words.slice(start, next))] };
}

/** `quota over 5 mbytes used 0 bytes`, `quota name "q1"`. */
function quotaStatement(words: readonly string[], start: number): Statement {
  let next = start + (['over', 'until'].includes(words[start + 1] ?? '') ? 4 : 3);
  if (words[next] === 'used') next += 3;
  return { next, conditions: [asked('quota', words.slice(start, next))] };
}

/** `ct helper set "ftp"`, `ct count over 10`; null for other words behind `ct`. */
function ctStatement(words: readonly string[], start: number): Statement | null {
  const [, second = '', third = ''] = words.slice(start, start + 3);
  if (second === 'count') {
    const next = start + (third === 'over' ? 4 : 3);
    return { next, conditions: [asked('connlimit', words.slice(start, next))] };
  }
  return third === 'set' ? { next: start + 4, action: 'CT', options: words.slice(start, start + 4) } : null;
}

/** `meter m1 size 65535 { ip saddr limit rate 5/second }`. */
function meterStatement(words: readonly string[], start: number): Statement {
  const next = start + (words[start + 2] === 'size' ? 5 : 3);
  return { next, conditions: [asked('hashlimit', words.slice(start, next))] };
}

/**
 * What nft can't say in its own words: a match or target of x_tables in a rule of iptables-nft, `xt match "u32"`,
 * `xt target "LOG"`.
 */
function xtStatement(words: readonly string[], start: number): Statement {
  const [, kind = '', quoted = ''] = words.slice(start, start + 3);
  const name = unquoted(quoted);
  if (kind === 'target') return { next: start + 3, verdict: target(name) };
  if (name === 'comment') return { next: start + 3 };
  return { next: start + 3, conditions: [asked(name, words.slice(start, start + 3))] };
}

/** A condition in nft's words; `module` is the match of iptables that asks the same, which tells why nobody can know. */
function asked(module: string, words: readonly string[]): Condition {
  return { module, option: '?', negated: false, values: words };
}
