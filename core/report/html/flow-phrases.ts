import type { AttributionProof, Change, FlowKey, FlowOutcome } from '../../model/diff.ts';
import { grouped } from '../../model/grouped.ts';
import type { Words } from '../../words/words.ts';
import { clipped, type Content, markup, type Markup } from './markup.ts';
import { counted, place, socket } from './phrases.ts';
import { ruleText, withCode } from './rule-text.ts';

/** `udp 10.1.0.2 → 10.2.0.2:53, in by eth0`: what does not change between two captures of a flow. */
export function flowName({ protocol, src, sport, dst, dport, icmpType, inInterface, host }: FlowKey): Markup {
  return markup`<span class="mono">${protocol}${icmpType === null ? null : ` type ${icmpType}`} ${clipped(socket(src, sport), 64)} → ${clipped(
    socket(dst, dport),
    64,
  )}</span>, ${inInterface === '' ? 'sent by the host' : 'in by '}${clipped(inInterface, 40)}${host === '' ? null : ` on ${host}`}`;
}

/** `3 dropped`, in red with a mark where it died; and how the others of the flow ended. */
export function outcomeWord(outcome: FlowOutcome | null): Content {
  if (outcome === null) return markup`<span class="quiet">not in this capture</span>`;
  const { packets, disposition, byDisposition } = outcome;
  const own = byDisposition[disposition] ?? packets;
  const others = Object.entries(byDisposition)
    .filter(([name, count]) => name !== disposition && count > 0)
    .map(([name, count]) => `${grouped(count)} ${name}`);
  const more = others.length === 0 ? null : markup` <span class="quiet">(${others.join(', ')})</span>`;
  switch (disposition) {
    case 'dropped':
    case 'rejected':
      return markup`<span class="dead nowrap">✕ ${grouped(own)} ${disposition}</span>${more}`;
    case 'incomplete':
    case 'unknown':
      return markup`<span class="unsure nowrap">? ${grouped(own)} ${disposition}</span>${more}`;
    case 'forwarded':
    case 'delivered':
    case 'sent':
    case 'queued':
      return markup`<span class="nowrap">${grouped(own)} ${disposition}</span>${more}`;
  }
}

/** An outcome with its cause and its way out, for the row of a table. */
export function outcomeText(outcome: FlowOutcome | null, words: Words): Content {
  if (outcome === null) return outcomeWord(outcome);
  const { cause, egress } = outcome;
  return markup`${outcomeWord(outcome)}${
    egress === null
      ? null
      : markup` <span class="mono">by ${clipped(egress.interface, 40)} to ${clipped(socket(egress.dst, egress.dport), 64)}</span>`
  }${
    cause === null
      ? null
      : markup`<div>${withCode(words.causes.withoutRule(cause), 600)}${
          cause.text === null ? null : markup`<div class="mono quiet">${ruleText(cause.text, 400)}</div>`
        }</div>`
  }`;
}

/** How a change's blame is known. */
export const proofOf: Readonly<Record<AttributionProof, string>> = {
  replayed: 'proven by replay: with the change undone, the packet ends as in the other capture',
  named: 'the cause itself names what changed',
  possible: 'consistent with all that is known, but not proven',
};

/** The word for it; amber where it is not proven. */
export function proofWord(proof: AttributionProof): Markup {
  return proof === 'possible' ? markup`<span class="unsure">possible&nbsp;?</span>` : markup`${proof}`;
}

/** `change 3: rule-added filter/FORWARD position 2: ...` */
export function changeName({ id, kind, detail }: Change): Markup {
  return markup`<a href="#change-${id}">change ${id}</a>: ${kind.replaceAll('-', ' ')}, <span class="mono">${clipped(detail, 500)}</span>`;
}

/** The line of the one or the other bundle that shows a change. */
export function changeLine(change: Change, side: 'before' | 'after'): Content {
  const line = change[side];
  if (line === null)
    return markup`<span class="quiet nowrap">${side === 'before' ? 'not there' : 'gone'}</span>`;
  return markup`<span class="mono">${clipped(line.text, 600)}</span> ${place(line)}`;
}

/** `3 flows` */
export function flowCount(count: number): string {
  return counted(count, 'flow');
}
