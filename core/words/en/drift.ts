import type { Drift, LoggedPlace } from '../../model/drift.ts';
import { counted } from './numbers.ts';

/** Why the ruleset can't be the one that the packets met, as a clause. */
export function drift(of: Drift): string {
  switch (of.kind) {
    case 'no-chain':
      return `the ruleset has no chain ${of.chain} in table ${of.table}`;
    case 'unreachable':
      return `the log names ${step(of.logged)} in ${chain(of.logged)}, but in the file no packet gets past rule ${of.number}, "${of.text}"`;
    case 'bare-verdict':
      return `the log names rule ${of.logged.number} of ${of.logged.chain} as one with a match or a target of its own, but in the file it is "${of.text}", which would be logged as ${of.word}:${of.logged.number}`;
    case 'no-bare-verdict':
      return `the log names ${step(of.logged)} in ${of.logged.chain}, the chain's end or a rule without a match, but rule ${of.logged.number} in the file is "${of.text}"`;
    case 'fewer-rules':
      return `the log names ${step(of.logged)} in ${chain(of.logged)}, but the chain has ${counted(of.rules, 'rule')} in the file`;
    case 'went-on':
      return `packets that met ${place(of.logged)} went on in a way that ${of.text === null ? "the chain's end" : `"${of.text}"`} in the file does not allow`;
    case 'no-match':
      return `the packets that met ${place(of.logged)} can't match "${of.text}" in the file`;
    case 'answered-otherwise':
      return `the host answered the packets that met ${place(of.logged)} in another way than "${of.text}" in the file does`;
    case 'replaced':
      return `the log shows ${counted(of.packets, 'packet')} that met ${place(of.logged)}, but "${of.text}" in the file has counted none, while the chain's other rules have counted what the log shows: it was put there since`;
    case 'dumps-differ':
      return `${of.files.join(' and ')} differ in ${place(of.logged)}, and nothing tells which of them was in force`;
    case 'others-differ':
      return `other numbers of ${of.logged.chain} don't fit the file`;
    case 'renumbered':
      return renumbered(of.number, of.inFile, of.shift);
    case 'other-verdict':
      return `the trace shows ${of.verdict} for a rule of ${of.chain} that is "${of.text}" in the file`;
    case 'no-rule':
      return `no rule of ${of.chain} in the file ${of.text === null ? `has handle ${of.handle}` : `is "${of.text}"`}`;
    case 'other-policy':
      return `the trace shows policy ${of.verdict} of ${of.chain}, but it is ${of.inFile} in the file`;
    case 'undecided':
      return `${drift(of.because)}; nothing decides which rule ${of.number} was`;
  }
}

function renumbered(number: number, inFile: number | null, shift: number): string {
  const where = inFile === null ? "the chain's end" : `rule ${inFile}`;
  if (shift === 0) return `rule ${number} of the log is still ${where} in the file`;
  const rules = Math.abs(shift) === 1 ? '1 rule is' : `${Math.abs(shift)} rules are`;
  return `rule ${number} of the log is ${where} in the file: ${rules} ${shift > 0 ? 'missing' : 'new'} above it`;
}

function step({ kind, number }: LoggedPlace): string {
  return `${kind}:${number}`;
}

function place({ chain: name, number }: LoggedPlace): string {
  return `${name}:${number}`;
}

function chain({ table, chain: name }: LoggedPlace): string {
  return `${table}/${name}`;
}
