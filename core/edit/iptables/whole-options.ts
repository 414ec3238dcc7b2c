import { headerOptions } from '../../dialects/iptables/header-options.ts';
import { matchOfProtocol, optionsOfMatch } from '../../dialects/iptables/matches.ts';
import type { TypedWord } from '../typed-line.ts';

/**
 * The words with options written out that were cut short, as getopt_long() takes them: `-j DNAT --to 10.2.0.2` and
 * `--dest 10.2.0.2`, where one option alone begins so.
 */
export function wholeOptions(words: readonly TypedWord[]): readonly TypedWord[] {
  const valueOf = (...options: readonly string[]): string[] =>
    words.flatMap(({ text }, index) => (options.includes(text) ? [words[index + 1]?.text ?? ''] : []));
  const matches = [
    ...valueOf('-m', '--match'),
    ...valueOf('-p', '--protocol', '--proto').flatMap((name) => matchOfProtocol(name) ?? []),
  ];
  const known = new Set([
    ...[...headerOptions.keys()].filter((option) => option.startsWith('--')),
    ...general,
    ...matches.flatMap((name) => [...(optionsOfMatch(name)?.keys() ?? [])]),
    ...valueOf('-j', '--jump').flatMap((name) => targetOptions[name] ?? []),
  ]);
  return words.map((word) => {
    const { text, quoted } = word;
    if (quoted === 'yes' || !/^--[a-z][a-z-]*$/.test(text) || known.has(text)) return word;
    const [option, ...others] = [...known].filter((each) => each.startsWith(text));
    return option === undefined || others.length > 0 ? word : { ...word, text: option };
  });
}

const general = ['--jump', '--goto', '--match', '--table', '--set-counters'];

/** The options of targets that people cut short (iptables-extensions(8)). */
const targetOptions: Readonly<Record<string, readonly string[]>> = {
  DNAT: ['--to-destination', '--random', '--persistent'],
  SNAT: ['--to-source', '--random', '--random-fully', '--persistent'],
  MASQUERADE: ['--to-ports', '--random', '--random-fully'],
  REDIRECT: ['--to-ports', '--random'],
  REJECT: ['--reject-with'],
  LOG: ['--log-prefix', '--log-level', '--log-tcp-sequence', '--log-tcp-options', '--log-ip-options', '--log-uid'],
  TCPMSS: ['--set-mss', '--clamp-mss-to-pmtu'],
  NFQUEUE: ['--queue-num', '--queue-balance', '--queue-bypass', '--queue-cpu-fanout'],
}; // prettier-ignore
