import type { Witness } from '../../model/network.ts';
import { chainsAhead, type JourneyEnd } from '../endings/journey-end.ts';
import { deadEndInChain, type ExplanationContext, type Finding, openEnd } from '../finding.ts';
import { diedInRouting } from '../routing/routing-replay.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * TPROXY hands the packet to a listening socket and drops it where none listens (tproxy_tg4() in
 * net/netfilter/xt_TPROXY.c returns NF_DROP). The log shows the same line for both; only what follows tells.
 */
export const unheardTproxy: CauseRecogniser = {
  finds: ['rule'],
  explain(ending, context) {
    const { live, logEndsHere, linesLost, noneAhead, wentOn, witness } = context;
    const { rule } = ending.last;
    const drops = rule?.spec.statements.some(
      (statement) => statement.kind === 'tproxy' && statement.withoutSocket === 'drops',
    );
    if (drops !== true || logEndsHere) return null;
    const [awaited] = chainsAhead(ending, live);
    if (awaited === undefined) return null;
    // One that went on after the same rule found a socket.
    if (linesLost || wentOn(ending.last))
      return openEnd('incomplete', { kind: 'lines-lost', chain: awaited });
    const listens = isHeard(ending, witness);
    // The socket is there: then the packet is routed, with the mark that the rule gives it.
    if (listens === true) return refusedMarked(ending, context);
    const finding = { kind: 'rule', parameters: { unheardTproxy: true } } as const;
    return deadEndInChain(ending, finding, noneAhead || listens === false ? 'inferred' : 'possible', {
      grounds: [{ kind: 'no-line-of', chain: awaited, counted: noneAhead }],
    });
  },
};

/** Whether a socket listens where the rule sends the packet; null where the bundle does not list the host's sockets. */
function isHeard({ last, protocol }: JourneyEnd, { sockets }: Witness): boolean | null {
  const port = Number(optionOf(last.rule?.target?.options ?? [], '--on-port') ?? Number.NaN);
  if (sockets === null || Number.isNaN(port)) return null;
  return sockets.some((socket) => socket.protocol === protocol && socket.port === port);
}

/** `--tproxy-mark 0x1/0x1` */
function refusedMarked(ending: JourneyEnd, context: ExplanationContext): Finding | null {
  const [value = 0, mask = 0xffffffff] = (
    optionOf(ending.last.rule?.target?.options ?? [], '--tproxy-mark') ?? '0/0'
  )
    .split('/')
    .map(Number);
  const mark = ((ending.mark & ~mask) ^ value) >>> 0;
  return diedInRouting({ ...ending, mark, last: { ...ending.last, verdict: 'accept' } }, context);
}

function optionOf(options: readonly string[], name: string): string | null {
  const at = options.indexOf(name);
  return at < 0 ? null : (options[at + 1] ?? null);
}
