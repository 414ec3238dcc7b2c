import type { KernelCounter } from '../../model/witness.ts';
import type { Format } from '../format.ts';
import { classifyLines } from '../text/classify-lines.ts';
import { mostLines } from '../text/recognise-lines.ts';

/**
 * A file of /proc with a counter in each line, its name and its value: `pattern` finds both, and begins with `^` so that it
 * is quick in lines of other formats.
 */
export function counterLines<const Kind extends string>(
  kind: Kind,
  madeBy: string,
  pattern: RegExp,
): Format<Kind> {
  return {
    kind,
    madeBy,
    recognises: (sample) => mostLines(sample, (text) => pattern.test(text)),
    begins: (line) => pattern.test(line),
    parse(lines, file) {
      const items: KernelCounter[] = [];
      const account = classifyLines(lines, file, {
        read(text, at) {
          const [, name, value] = pattern.exec(text) ?? [];
          if (name === undefined)
            return text.startsWith('#') ? 'notOurs' : { malformed: { kind: 'counter' } };
          items.push({ name, value: Number(value), since: 'boot', at });
          return 'parsed';
        },
      });
      return { records: { kind: 'kernel-counters', items }, ...account };
    },
  };
}
