import { kernelMessages } from '../../kernel-messages/kernel-messages.ts';
import { linkLayerHeaderMarker } from '../../kernel-messages/link-layer-header.ts';
import type { MessageFormat } from '../../kernel-messages/message-format.ts';

/** What a line is looked at for, as bits. */
export const markers = { trace: 1, logTarget: 2, message: 4 } as const;

export const anyMarker = markers.trace | markers.logTarget | markers.message;

/**
 * A line must hold one of these words to be worth a closer look: those of a TRACE line, of the header that a LOG target
 * prints (log-target-line.ts), and of each kernel message. They must have seven bytes or more, or every line is looked at.
 */
export const markedWords: readonly MarkedWord[] = [
  { word: 'TRACE: ', bits: markers.trace },
  { word: ' PROTO=', bits: markers.logTarget },
  // ebtables: `MAC source = ...`
  { word: ' source', bits: markers.logTarget },
  ...kernelMessages.flatMap((format) =>
    format.markers.map((word) => ({ word, bits: markers.message, format })),
  ),
  { word: linkLayerHeaderMarker, bits: markers.message },
];

interface MarkedWord {
  readonly word: string;
  readonly bits: number;
  /** The message that it is of. */
  readonly format?: MessageFormat;
}
