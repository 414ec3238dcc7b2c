import { startsTrace } from '../kernel/rule-effect.ts';
import type { RuleSpec } from '../model/ruleset.ts';
import type { PrintedRule, TracePlace } from '../model/trace.ts';
import { readIptablesRule } from './iptables/iptables-rule.ts';
import { readNftRule } from './nft/nft-rule.ts';

/** What a rule says that a tracer printed in place of its position; null where it printed none that can be read. */
export function specOfPrinted({ printed, tableFamily }: TracePlace): RuleSpec | null {
  if (printed === null || printed.text === null) return null;
  let spec = known.get(printed);
  if (spec === undefined) {
    const { text } = printed;
    spec = isOfIptables(text)
      ? (readIptablesRule(afterChain(text), () => false)?.spec ?? null)
      : (readNftRule(text, tableFamily)?.spec ?? null);
    known.set(printed, spec);
  }
  return spec;
}

/** A trace has few rules and many lines. */
const known = new WeakMap<PrintedRule, RuleSpec | null>();

/** Whether a rule as iptables-save prints it begins the trace of packets, and so is not traced itself. */
export function isTraceRule(text: string): boolean {
  let answer = knownTraceRules.get(text);
  if (answer === undefined) {
    const spec = isOfIptables(text) ? readIptablesRule(afterChain(text), () => false)?.spec : undefined;
    answer = spec !== undefined && startsTrace(spec);
    if (knownTraceRules.size > MOST_TEXTS) knownTraceRules.clear();
    knownTraceRules.set(text, answer);
  }
  return answer;
}

const MOST_TEXTS = 10_000;
const knownTraceRules = new Map<string, boolean>();

/** xtables-monitor prints `-A CHAIN ...`, nft its own words. */
function isOfIptables(text: string): boolean {
  return text.startsWith('-A ');
}

function afterChain(text: string): string {
  return text.replace(/^-A \S+ ?/, '');
}
