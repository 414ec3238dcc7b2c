import { parseAddress, parsePrefix } from '../../kernel/address.ts';
import type { FibRuleEdit, Refusal } from '../../model/edit.ts';
import type { Family } from '../../model/family.ts';
import type { FibRule } from '../../model/network.ts';
import { type Configuration, withNetwork } from '../configuration.ts';
import { refuse } from '../typed-line.ts';
import type { IpWords } from './ip-words.ts';

/** Words of ip-rule(8) that a value follows, and those that stand alone. */
const withValue = new Set(['from', 'to', 'iif', 'dev', 'oif', 'fwmark', 'tos', 'dsfield', 'ipproto', 'sport', 'dport', 'uidrange', 'suppress_prefixlength', 'sup_pl', 'lookup', 'table', 'goto', 'pref', 'priority', 'preference', 'order', 'prio', 'protocol', 'proto']); // prettier-ignore
const alone = new Set(['not', 'blackhole', 'unreachable', 'prohibit', 'nop', 'l3mdev', 'add']);

export function readFibRule({ family, verb, words, command, state }: IpWords): FibRuleEdit | Refusal {
  const said: string[] = [];
  let priority: number | null = null;
  let hasFrom = false;
  let names: Family | null = family;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    // `type blackhole` is `blackhole`.
    if (word.text === 'type' && words[index + 1] !== undefined) continue;
    if (alone.has(word.text)) {
      said.push(word.text);
      continue;
    }
    if (!withValue.has(word.text))
      return refuse(`Error: argument "${word.text}" is wrong: Failed to parse rule type`, word);
    const value = words[++index];
    if (value === undefined) return refuse('Command line is not complete. Try option "help"', word);
    if (['pref', 'priority', 'preference', 'order', 'prio'].includes(word.text)) {
      if (!/^\d+$/.test(value.text))
        return refuse(`Error: argument "${value.text}" is wrong: preference value is invalid`, value);
      priority = Number(value.text);
      continue;
    }
    if (word.text === 'table' || word.text === 'lookup') {
      const isNamed = /^\d+$/.test(value.text) || ['main', 'local', 'default'].includes(value.text) || state.network?.routes.some(({ table }) => table === value.text) === true || state.network?.fibRules.some(({ action }) => action.kind === 'lookup' && action.table === value.text); // prettier-ignore
      if (!isNamed) return refuse(`Error: argument "${value.text}" is wrong: invalid table ID`, value);
    }
    if (word.text === 'from' || word.text === 'to') {
      if (value.text !== 'all' && parsePrefix(value.text) === null && parseAddress(value.text) === null) return refuse(`Error: any valid prefix is expected rather than "${value.text}".`, value); // prettier-ignore
      if (value.text.includes(':')) names = 'ipv6';
    }
    hasFrom ||= word.text === 'from';
    said.push(
      word.text === 'dev' ? 'iif' : word.text === 'sup_pl' ? 'suppress_prefixlength' : word.text,
      value.text,
    );
  }
  const hasAction = said.some((word) =>
    ['lookup', 'table', 'goto', 'blackhole', 'unreachable', 'prohibit', 'nop'].includes(word),
  );
  const own = names ?? 'ipv4';
  const rules = (state.network?.fibRules ?? []).filter((rule) => rule.family === own);
  const isNot = said[0] === 'not';
  const selectors = hasFrom
    ? said
    : isNot
      ? ['not', 'from', 'all', ...said.slice(1)]
      : ['from', 'all', ...said];
  const text = `${priority ?? nextPriority(rules)}:\t${selectors.join(' ')}${hasAction ? '' : ' lookup main'}`;
  const records = command.readRecords('ip-rule', text, {
    file: own === 'ipv6' ? 'ip -6 rule' : 'ip rule',
    line: command.at.line,
  });
  const [found] = records.kind === 'fib-rules' ? records.items : [];
  const strange = found?.unknownWords[0];
  if (found === undefined || strange !== undefined) {
    const at =
      words.find(({ text: word }) => found?.unknownWords.includes(word) && !withValue.has(word)) ?? words[0];
    return refuse(`Error: any valid prefix is expected rather than "${at?.text}".`, at);
  }
  return {
    kind: 'fib-rule',
    op: verb === 'delete' ? 'del' : 'add',
    rule: { ...found, at: command.at, text: text.replace('\t', '     ') },
    asks: { priority: priority !== null, action: hasAction },
  };
}

/** fib_default_rule_pref() (net/core/fib_rules.c): one before the second rule. */
function nextPriority(rules: readonly FibRule[]): number {
  const [, second] = rules.toSorted((a, b) => a.priority - b.priority);
  return second === undefined ? 32765 : Math.max(0, second.priority - 1);
}

export function applyFibRule(state: Configuration, { op, rule, asks }: FibRuleEdit): Configuration | Refusal {
  const shown = state.network?.fibRules ?? [];
  const rules = shown.some(({ family }) => family === rule.family) ? shown : [...shown, ...kernelsOwn(rule)];
  const said = selectorsOf(rule);
  if (op === 'add') {
    const isThere = rules.some(
      (each) =>
        each.family === rule.family &&
        each.priority === rule.priority &&
        selectorsOf(each) === said &&
        actionOf(each) === actionOf(rule),
    );
    if (isThere) return refuse('RTNETLINK answers: File exists');
    return withNetwork(state, { fibRules: [...rules, rule].toSorted((a, b) => a.priority - b.priority) });
  }
  const asksSelectors = said !== selectorsOf({ ...rule, from: null, to: null, iif: null, oif: null, fwmark: null, tos: null, ipProtocol: null, sport: null, dport: null, uidRange: null, negated: false }); // prettier-ignore
  const index = rules.findIndex(
    (each) =>
      each.family === rule.family &&
      (!asks.priority || each.priority === rule.priority) &&
      (!asks.action || actionOf(each) === actionOf(rule)) &&
      (!asksSelectors || selectorsOf(each) === said),
  );
  return index < 0
    ? refuse('RTNETLINK answers: No such file or directory')
    : withNetwork(state, { fibRules: rules.toSpliced(index, 1) });
}

function selectorsOf({
  negated,
  from,
  to,
  iif,
  oif,
  fwmark,
  tos,
  ipProtocol,
  sport,
  dport,
  uidRange,
}: FibRule): string {
  const host = (prefix: string | null): string | null => prefix?.replace(/\/(?:32|128)$/, '') ?? null;
  return JSON.stringify([
    negated,
    host(from),
    host(to),
    iif,
    oif,
    fwmark,
    tos,
    ipProtocol,
    sport,
    dport,
    uidRange,
  ]);
}

function actionOf({ action }: FibRule): string {
  const names: Readonly<Record<string, string>> = { '254': 'main', '255': 'local', '253': 'default' };
  return action.kind === 'lookup' ? `lookup ${names[action.table] ?? action.table}` : JSON.stringify(action);
}

/** Where the bundle shows no rules, those that the kernel starts with are there. */
function kernelsOwn(like: FibRule): readonly FibRule[] {
  const tables = [[0, 'local'], [32766, 'main'], ...(like.family === 'ipv4' ? [[32767, 'default'] as const] : [])] as const; // prettier-ignore
  return tables.map(([priority, table]) => ({
    ...like, priority, negated: false, from: null, to: null, iif: null, oif: null, fwmark: null, tos: null, ipProtocol: null,
    sport: null, dport: null, uidRange: null, suppressPrefixLength: null, l3mdev: false,
    action: { kind: 'lookup' as const, table }, text: `${priority}: from all lookup ${table}`,
  })); // prettier-ignore
}
