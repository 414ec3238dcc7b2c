/** How far the reading has come; sent several times a second. */
export interface Progress {
  /** The file being read now, and what for. */
  readonly file: string;
  readonly stage: 'opening' | 'reading' | 'joining' | 'explaining';
  /** The share of the stage that is done, from 0 to 1. */
  readonly done: number;
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly linesRead: number;
  readonly traceEvents: number;
  /** Packets told apart so far; journeys are counted for good when all is read. */
  readonly packets: number;
}
