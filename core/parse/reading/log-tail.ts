import { KERNEL_CLOCK, isLogLine } from '../tracers/kernel-log/recognise.ts';
import type { LogEnding } from '../../model/trace.ts';

/** The end of a log, kept while it is read in chunks, none of which stays. */
export class LogTail {
  #bytes = new Uint8Array(0);

  push(chunk: Uint8Array): void {
    if (chunk.length >= tailBytes) {
      this.#bytes = chunk.slice(chunk.length - tailBytes);
      return;
    }
    const both = new Uint8Array(this.#bytes.length + chunk.length);
    both.set(this.#bytes);
    both.set(chunk, this.#bytes.length);
    this.#bytes = both.subarray(Math.max(0, both.length - tailBytes));
  }

  /**
   * What the last of its log lines tells, be it of a trace or not: a device that was plugged in, a line of another rule.
   * `lines`: how many the log has.
   */
  ending(lines: number): LogEnding {
    const tail = new TextDecoder().decode(this.#bytes).split('\n');
    const whole = tail.at(-1) === '' ? tail.slice(0, -1) : tail;
    let line = 0;
    for (let back = 1; back <= whole.length; back++) {
      const text = whole[whole.length - back] ?? '';
      if (!isLogLine(text)) continue;
      if (line === 0) line = lines - back + 1;
      const clock = KERNEL_CLOCK.exec(text)?.[1];
      if (clock !== undefined) return { line, uptimeMicroseconds: Math.round(Number(clock) * 1e6) };
    }
    return { line, uptimeMicroseconds: NaN };
  }
}

const tailBytes = 8192;
