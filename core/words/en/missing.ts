import type { MissingFact, MissingInput } from '../../model/journey.ts';
import { listed } from './lists.ts';
import { hostName } from './terms.ts';

/** What the command would show: `the routes`, `the ruleset of the time of the log and its counters`. */
export function what({ facts }: Pick<MissingInput, 'facts'>): string {
  return listed(facts.map(nameOf));
}

/** The questions that it would settle, as a clause: `where the packets would have been routed`. */
export function settles({ facts }: Pick<MissingInput, 'facts'>): string {
  return listed(facts.map(questionOf));
}

/** `iptables-save -c (gw-a)`: a command with the host to run it on, where there are several. */
export function request({ command, host }: MissingInput, severalHosts: boolean): string {
  return severalHosts ? `${command} (${hostName(host)})` : command;
}

function nameOf(fact: MissingFact): string {
  switch (fact.kind) {
    case 'ruleset':
      return 'the ruleset';
    case 'ruleset-of-the-log':
      return 'the ruleset as it was during the log';
    case 'fib-rules':
      return 'the FIB rules';
    case 'routes':
      return 'the routes';
    case 'sysctls':
      return 'the sysctls';
    case 'links':
      return 'the interfaces';
    case 'sets': {
      const shown = fact.names.slice(0, 3);
      const rest = fact.names.length - shown.length;
      const names = rest === 0 ? listed(shown) : `${shown.join(', ')} and ${rest} more`;
      return `the ${fact.names.length === 1 ? 'set' : 'sets'} ${names}`;
    }
    case 'counters':
      return 'the counters of the ruleset';
    case 'second-counters':
      return 'a second dump with counters, from before or after the log';
  }
}

function questionOf(fact: MissingFact): string {
  switch (fact.kind) {
    case 'ruleset':
      return rulesetQuestions[fact.asks];
    case 'ruleset-of-the-log':
      return 'which rules the numbers in the log stood for (the ruleset in the bundle is of another time)';
    case 'fib-rules':
      return 'which routing tables were consulted';
    case 'routes':
      return 'where the packets would have been routed';
    case 'sysctls':
      return 'whether forwarding is on, and how rp_filter is set';
    case 'links':
      return 'the MTU, MAC and addresses of the interfaces';
    case 'sets':
      return 'which rules with --match-set the packets did not match, and why';
    case 'counters':
      return 'whether packets without a line passed a chain: where they ended, or that lines were lost';
    case 'second-counters':
      return 'what was counted while the log was written, rather than since the last reset';
  }
}

const rulesetQuestions = {
  numbers: 'which rules the numbers in the log stand for, and their verdicts',
  surroundings: 'which rules stand around those of the trace, and what their sets hold',
  'log-rules': 'which rules wrote the log, and what the rules after them do with the packets',
} as const;
