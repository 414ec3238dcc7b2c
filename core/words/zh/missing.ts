import type { MissingFact, MissingInput } from '../../model/journey.ts';
import { listed } from './lists.ts';
import { hostName } from './terms.ts';

/** What the command would show: `路由`, `记录日志时的规则集和其计数器`. */
export function what({ facts }: Pick<MissingInput, 'facts'>): string {
  return listed(facts.map(nameOf));
}

/** The questions that it would settle, as a clause: `这些包会被路由到哪里`. */
export function settles({ facts }: Pick<MissingInput, 'facts'>): string {
  return facts.map(questionOf).join('；');
}

/** `iptables-save -c（gw-a）`: a command with the host to run it on, where there are several. */
export function request({ command, host }: MissingInput, severalHosts: boolean): string {
  return severalHosts ? `${command}（${hostName(host)}）` : command;
}

function nameOf(fact: MissingFact): string {
  switch (fact.kind) {
    case 'ruleset':
      return '规则集';
    case 'ruleset-of-the-log':
      return '记录日志时的规则集';
    case 'fib-rules':
      return '策略路由规则';
    case 'routes':
      return '路由';
    case 'sysctls':
      return 'sysctl 设置';
    case 'links':
      return '接口';
    case 'sets': {
      const shown = fact.names.slice(0, 3);
      const rest = fact.names.length - shown.length;
      return `集合 ${shown.join('、')}${rest === 0 ? '' : `，另有 ${rest} 个`}`;
    }
    case 'counters':
      return '规则集的计数器';
    case 'second-counters':
      return '记录日志之前或之后的第二份带计数器的转储';
  }
}

function questionOf(fact: MissingFact): string {
  switch (fact.kind) {
    case 'ruleset':
      return rulesetQuestions[fact.asks];
    case 'ruleset-of-the-log':
      return '日志中的编号当时指哪些规则（诊断包中的规则集属于另一时间）';
    case 'fib-rules':
      return '查询了哪些路由表';
    case 'routes':
      return '这些包会被路由到哪里';
    case 'sysctls':
      return '转发是否开启，以及 rp_filter 如何设置';
    case 'links':
      return '接口的 MTU、MAC 和地址';
    case 'sets':
      return '这些包没有匹配哪些带 --match-set 的规则，以及原因';
    case 'counters':
      return '没有日志行的包是否通过了某条链：它们在哪里终结，或日志行是否丢失';
    case 'second-counters':
      return '在记录日志期间而不是自上次清零以来计数了什么';
  }
}

const rulesetQuestions = {
  numbers: '日志中的编号指哪些规则，以及它们的裁决',
  surroundings: '跟踪所示规则的前后有哪些规则，以及它们的集合中有什么',
  'log-rules': '日志由哪些规则写出，其后的规则如何处理这些包',
} as const;
