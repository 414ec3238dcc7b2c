import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import { printCondition } from '../../dialects/print-condition.ts';
import type { Condition } from '../../model/condition.ts';
import type { Dialect, Rule, Ruleset } from '../../model/ruleset.ts';

/** What of a bundle's files shows that someone replaced its addresses before handing it in. */
export interface CleanedFile {
  readonly path: string;
  /** All lines of a small file; a log's are not kept. */
  readonly text: unknown;
}

/** What was done to a bundle's addresses. */
export interface Cleaning {
  /**
   * Addresses were replaced by others that look real: equal ones stay equal, but which network holds which is no longer
   * true.
   */
  readonly moved: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Recognises a bundle that was cleaned before it was handed in:
 *
 *   host0.obfuscateddomain0.com, obfuscateduser1, 53:4f:53:00:12:ab, 534f:...   sos clean(1), sos/cleaner/mappings
 *   sosreport-host0-2026-11-21-abcdefg-obfuscated.tar.xz                       what it calls its archive
 *   xxx.xxx.xxx.113   x-ipv4-0000000001-x   <PRIMARY_IP>                       words in place of addresses
 *
 * sos clean gives each network it meets a new one (100.0.0.0/24, 101.0.0.0/16, ...) and an address that it can't
 * place a random one: an address of a route may lie outside of the route's network, and two networks may collide.
 * `names` are the host names, addresses and MAC addresses of the log.
 */
export function findCleaning(files: readonly CleanedFile[], names: readonly string[]): Cleaning {
  const telling = names.filter((name) => !isPlainAddress(name));
  const moved = firstSign(files, telling, movedSign);
  const words = firstSign(files, telling, wordSign);
  const diagnostics: Diagnostic[] = [];
  if (moved !== null)
    diagnostics.push(diagnostic('bundle-cleaned', { sign: moved.sign }, moved.file, moved.line));
  if (words !== null)
    diagnostics.push(diagnostic('addresses-redacted', { sign: words.sign }, words.file, words.line));
  return { moved: moved !== null, diagnostics };
}

/** The ruleset with the networks that its rules name turned into unknown words. */
export function withoutNetworks(ruleset: Ruleset): Ruleset {
  return {
    ...ruleset,
    tables: ruleset.tables.map((table) => ({
      ...table,
      chains: table.chains.map((chain) => ({
        ...chain,
        rules: chain.rules.map(ruleWithoutNetworks),
      })),
    })),
  };
}

/** Field by field: rules of large rulesets are made when somebody looks at them. */
function ruleWithoutNetworks({ number, handle, text, spec, counter, at }: Rule): Rule {
  const { dialect, statements } = spec;
  const conditions = spec.conditions.map((condition) => withoutNetworkValues(condition, dialect));
  return { number, handle, text, spec: { dialect, conditions, statements }, counter, at };
}

/** What a condition asks of addresses, or of a set of them, is not known any more. */
function withoutNetworkValues(condition: Condition, dialect: Dialect): Condition {
  switch (condition.kind) {
    case 'ipset':
    case 'lookup':
      return notKnown(condition, dialect);
    case 'compare':
      return condition.field.kind === 'address' || condition.field.kind === 'ct-address'
        ? notKnown(condition, dialect)
        : condition;
    default:
      return condition;
  }
}

function notKnown(condition: Condition, dialect: Dialect): Condition {
  const words = printCondition(dialect, condition);
  return { kind: 'undecidable', name: condition.kind, because: 'cleaned', words };
}

const movedSign =
  /\bobfuscated(?:domain|user)\d+\b|\b53:4f:53(?::[0-9a-f]{2}){3}\b|(?<![0-9a-f:])534f:[0-9a-f:]+\b|-obfuscated(?=[./]|$)/i;
const wordSign =
  /(?<![\w.])x{1,3}\.x{1,3}\.(?:x{1,3}|\d{1,3})\.(?:x{1,3}|\d{1,3})(?![\w.])|\bx-(?:ipv[46]|mac)-\d+-x\b|<[A-Z0-9_]{0,40}(?:IP|ADDR)[A-Z0-9_]{0,40}>/i;

interface Sign {
  readonly sign: string;
  readonly file: string | null;
  readonly line: number | null;
}

function firstSign(files: readonly CleanedFile[], names: readonly string[], pattern: RegExp): Sign | null {
  for (const { path, text } of files) {
    const lines: readonly unknown[] = Array.isArray(text) ? text : [];
    for (const [index, line] of lines.entries()) {
      const sign =
        typeof line === 'string' && line.length < longestLine ? pattern.exec(line)?.[0] : undefined;
      if (sign !== undefined) return { sign, file: path, line: index + 1 };
    }
  }
  for (const text of names) {
    const sign = pattern.exec(text)?.[0];
    if (sign !== undefined) return { sign, file: null, line: null };
  }
  for (const { path } of files) {
    const sign = pattern.exec(path)?.[0];
    if (sign !== undefined) return { sign, file: null, line: null };
  }
  return null;
}

/** An address with nothing in it that a sign could begin with; a log can have hundreds of thousands of them. */
function isPlainAddress(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isDigit = code >= 0x30 && code <= 0x39;
    const isHex = (code >= 0x61 && code <= 0x66) || code === 0x3a || code === 0x2e;
    if (!isDigit && !isHex) return false;
    // The F of 53:4f:53 and 534f.
    if (code === 0x66 && i > 0 && text.charCodeAt(i - 1) === 0x34) return false;
  }
  return true;
}

const longestLine = 4096;
