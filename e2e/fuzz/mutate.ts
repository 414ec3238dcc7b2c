import type { Random } from './random.ts';

/** What people, loggers and attackers put into lines. */
const words = [
  '4294967318', '-1', '99999999999999999999', '0x', '0xffffffffffffffff', '1e9', 'NaN', '65536', '00', '0/0', '/33', '/-1',
  '::', ':::', '::ffff:1.2.3.4', '1.2.3', '256.1.1.1', '10.0.0.1/0', 'fe80::1%eth0', ':'.repeat(300), 'IN='.repeat(90),
  '"', "'", '\\', '\\"', '{', '}', '[', ']', '<', '>', '&amp;', '<script>', '`', '$(x)', '#', '|', ';', '!', '! ! ', '-', '--', '-j', '-g FORWARD',
  '\u202e', '\u2066', '\u200b', '\u2028', '\u2029', '\u0085', '\u009b31m', '\u001b[31m', '\u001b]0;x\u0007', '\u0000', '\r', '\ufeff', '\ufffd', '\ud800', 'é', '中',
  'No packet died.', 'TRACE: ', 'TRACE: filter:FORWARD:rule:1 ', 'policy:1', 'return:0', 'rule:99999999', 'OPT (0107', 'MAC=', 'PROTO=255', 'PROTO=', 'ID=0', 'MARK=0xffffffff',
  'trace id 00000001 ', 'verdict drop', 'COMMIT', '*filter', ':FORWARD DROP [0:0]', '-A FORWARD -j DROP', 'table inet f {', 'chain c {', '__proto__', 'constructor', 'hasOwnProperty',
  'default via 10.0.0.1', 'dev lo', 'table 0', 'lookup 99999', 'blackhole', 'nexthop via', 'root@h:~# ip route', '==> kern.log <==', '```', '...', '[snip]',
  ' '.repeat(200), '\t\t\t', 'x'.repeat(2000), '9'.repeat(400), '=', '==', '=='.repeat(50), 'src=1.1.1.1 dst=2.2.2.2', '{"a":', '[{}]', 'null', '[[[[[[[[[[',
]; // prettier-ignore

/** A text with lines left out, doubled, cut, joined, exchanged, mixed with another's, or with other words in them. */
export function mutatedLines(text: string, other: string, random: Random): string {
  let lines = text.split('\n');
  const others = other.split('\n');
  for (let left = 1 + random.below(6); left > 0; left--) {
    const at = random.below(lines.length);
    const line = lines[at] ?? '';
    const column = random.below(line.length + 1);
    switch (random.below(12)) {
      case 0:
        lines.splice(at, 1 + random.below(4));
        break;
      case 1:
        lines.splice(at, 0, ...lines.slice(at, at + 1 + random.below(4)));
        break;
      case 2:
        lines[at] = line.slice(0, column);
        break;
      case 3:
        lines.splice(at, 2, line + (lines[at + 1] ?? ''));
        break;
      case 4:
        lines.splice(at, 2, lines[at + 1] ?? '', line);
        break;
      case 5:
        lines.splice(at, 0, random.of(others));
        break;
      case 6:
        lines.splice(at, 1, line.slice(0, column), line.slice(column));
        break;
      case 7:
        lines = lines.slice(0, at + 1);
        break;
      case 8:
        lines[at] = withOtherWord(line, random.of(random.of(others).split(' ')), random);
        break;
      case 9:
        lines[at] = withOtherWord(line, random.of(words), random);
        break;
      case 10:
        lines[at] = withOtherNumber(line, random);
        break;
      default:
        lines[at] = line.slice(0, column) + random.of(words) + line.slice(column + random.below(3));
    }
  }
  return lines.join('\n');
}

function withOtherWord(line: string, word: string, random: Random): string {
  const parts = line.split(' ');
  parts[random.below(parts.length)] = word;
  return parts.join(' ');
}

function withOtherNumber(line: string, random: Random): string {
  const numbers = [...line.matchAll(/\d+/g)];
  const chosen = numbers[random.below(numbers.length)];
  if (chosen === undefined) return line;
  const value = random.of(['0', '1', '2', '255', '65535', '4294967295', '18446744073709551616', '007', '10']);
  return line.slice(0, chosen.index) + value + line.slice(chosen.index + chosen[0].length);
}

/** Bytes altered, cut off, taken out, doubled, or with others between them. */
export function mutatedBytes(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let result = new Uint8Array(bytes);
  for (let left = 1 + random.below(5); left > 0; left--) {
    const at = random.below(result.length);
    const count = 1 + random.below(64);
    switch (random.below(7)) {
      case 0:
      case 1:
        result[at] = random.below(256);
        break;
      case 2:
        result[at] = (result[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 3:
        result = result.slice(0, at);
        break;
      case 4:
        result = joined(result.subarray(0, at), result.subarray(at + count));
        break;
      case 5:
        result = joined(result.subarray(0, at), other.subarray(0, count), result.subarray(at));
        break;
      default:
        result.fill(random.of([0, 255, 0x20, 0x80]), at, at + random.below(8));
    }
  }
  return result;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}
