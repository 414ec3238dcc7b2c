import type { Statement } from '../../model/statement.ts';
import { readMasked } from '../iptables/mark-values.ts';
import { readNumber } from '../values.ts';

/**
 * What a rule does, in order: it logs, rewrites the frame, and ends with a verdict. Extensions that rewrite have a verdict
 * of their own (`--mark-target`, `--dnat-target`), ACCEPT unless set. A rule that logs goes on, whatever its watchers are
 * called.
 */
export function ebtablesStatements(
  name: string | null,
  options: readonly string[],
  log: readonly string[],
): readonly Statement[] {
  const rewrites = name === null ? undefined : rewriting.get(name);
  const target = optionValue(options, `--${name}-target`);
  const verdict = rewrites === undefined ? name : (target ?? rewrites);
  return [
    ...(log.length > 0 ? [logStatement(log)] : []),
    ...(rewrites === undefined || name === null ? [] : [rewriteStatement(name, options)]),
    ...(verdict === null || verdict === 'CONTINUE' ? [] : [verdictStatement(verdict)]),
  ];
}

/** Extensions and the verdict that they end with unless the rule says another (ebtables(8), "TARGET EXTENSIONS"). */
const rewriting: ReadonlyMap<string, string> = new Map([
  ['mark', 'ACCEPT'],
  ['dnat', 'ACCEPT'],
  ['snat', 'ACCEPT'],
  ['redirect', 'ACCEPT'],
  ['arpreply', 'DROP'],
]);

function verdictStatement(name: string): Statement {
  switch (name) {
    case 'ACCEPT':
      return { kind: 'accept' };
    case 'DROP':
      return { kind: 'drop' };
    case 'RETURN':
      return { kind: 'return' };
    default:
      return { kind: 'jump', chain: name };
  }
}

/** `--mark-set 0x10`, `--mark-or 0x10`; the others write addresses of the frame, which no rule of IP looks at. */
function rewriteStatement(name: string, options: readonly string[]): Statement {
  const words = [name, ...options].join(' ');
  if (name !== 'mark') return { kind: 'side-effect', name, words };
  const number = (option: string): number | null => {
    const text = optionValue(options, option);
    return text === null ? null : (readMasked(text)?.value ?? null);
  };
  const [set, or, and, xor] = [
    number('--mark-set'),
    number('--mark-or'),
    number('--mark-and'),
    number('--mark-xor'),
  ];
  const change =
    set !== null ? { keep: 0, copy: 0, flip: set }
    : or !== null ? { keep: ~or >>> 0, copy: 0, flip: or }
    : and !== null ? { keep: and, copy: 0, flip: 0 }
    : xor !== null ? { keep: 0xffffffff, copy: 0, flip: xor }
    : null; // prettier-ignore
  return { kind: 'set-mark', on: 'packet', change };
}

function logStatement(log: readonly string[]): Statement {
  const isNflog = log.some((word) => word.startsWith('--nflog'));
  return {
    kind: 'log',
    by: isNflog ? 'NFLOG' : 'LOG',
    prefix:
      optionValue(log, '--log-prefix') ??
      optionValue(log, '--nflog-prefix') ??
      optionValue(log, '--ulog-prefix') ??
      '',
    words: log.join(' '),
    group: isNflog ? (readNumber(optionValue(log, '--nflog-group') ?? '1') ?? 1) : null,
  };
}

function optionValue(words: readonly string[], option: string): string | null {
  const at = words.indexOf(option);
  return at < 0 ? null : (words[at + 1] ?? null);
}
