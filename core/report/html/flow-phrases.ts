import type { AttributionProof, Change, FlowKey, FlowOutcome } from '../../model/diff.ts';
import { isDead, isOpen } from '../../model/disposition.ts';
import { grouped } from '../../model/grouped.ts';
import { socketText } from '../../model/socket-text.ts';
import type { Words } from '../../words/words.ts';
import { clipped, type Content, markup, type Markup } from './markup.ts';
import { place } from './phrases.ts';
import { ruleText, withCode } from './rule-text.ts';

/** `udp 10.1.0.2 → 10.2.0.2:53, in eth0`: what does not change between two captures of a flow. */
export function flowName({ comparison }: Words, flow: FlowKey): Markup {
  const { protocol, src, sport, dst, dport, icmpType, inInterface, host } = flow;
  return markup`<span class="mono">${protocol}${icmpType === null ? null : ` type ${icmpType}`} ${clipped(socketText(src, sport), 64)} → ${clipped(
    socketText(dst, dport),
    64,
  )}</span>, ${clipped(comparison.incoming(inInterface), 60)}${host === '' ? null : markup` · <span class="mono">${host}</span>`}`;
}

/** `3 dropped`, in red with a mark where it died; and how the others of the flow ended. */
export function outcomeWord({ comparison, terms }: Words, outcome: FlowOutcome | null): Content {
  if (outcome === null) return markup`<span class="quiet">${comparison.notInThisCapture}</span>`;
  const { packets, disposition, byDisposition } = outcome;
  const others = Object.entries(byDisposition)
    .filter(([name, count]) => name !== disposition && count > 0)
    .map(([name, count]) => `${grouped(count)} ${terms.disposition(name as FlowOutcome['disposition'])}`);
  const own = `${grouped(byDisposition[disposition] ?? packets)} ${terms.disposition(disposition)}`;
  const more = others.length === 0 ? null : markup` <span class="quiet">(${others.join(', ')})</span>`;
  if (isDead(disposition)) return markup`<span class="dead nowrap">✕ ${own}</span>${more}`;
  if (isOpen(disposition)) return markup`<span class="unsure nowrap">? ${own}</span>${more}`;
  return markup`<span class="nowrap">${own}</span>${more}`;
}

/** An outcome with its cause and its way out, for the row of a table. */
export function outcomeText(words: Words, outcome: FlowOutcome | null): Content {
  if (outcome === null) return outcomeWord(words, outcome);
  const { cause, egress } = outcome;
  return markup`${outcomeWord(words, outcome)}${
    egress === null
      ? null
      : markup` <span class="mono">${clipped(words.comparison.outgoing(egress), 120)}</span>`
  }${
    cause === null
      ? null
      : markup`<div>${withCode(words.causes.withoutRule(cause), 600)}${
          cause.text === null ? null : markup`<div class="mono quiet">${ruleText(cause.text, 400)}</div>`
        }</div>`
  }`;
}

/** The word for how a change's blame is known; amber where it is not proven. */
export function proofWord(proof: AttributionProof, { comparison }: Words): Markup {
  const word = comparison.proof(proof);
  return proof === 'possible' ? markup`<span class="unsure">${word}&nbsp;?</span>` : markup`${word}`;
}

/** `change 3: rule added: filter/FORWARD position 2: ...`, with a link to it. */
export function changeName(
  { changes, comparison, terms }: Words,
  change: Change | undefined,
  longest: number,
): Content {
  if (change === undefined) return null;
  return markup`<a href="#change-${change.id}">${change.id}</a>${terms.colon}${comparison.changeKind(change.kind)}${terms.comma}<span class="mono">${clipped(changes.detail(change.detail), longest)}</span>`;
}

/** The line of the one or the other bundle that shows a change. */
export function changeLine({ comparison }: Words, change: Change, side: 'before' | 'after'): Content {
  const line = change[side];
  if (line === null)
    return markup`<span class="quiet nowrap">${side === 'before' ? comparison.notBefore : comparison.notAfter}</span>`;
  return markup`<span class="mono">${clipped(line.text, 600)}</span> ${place(line)}`;
}
