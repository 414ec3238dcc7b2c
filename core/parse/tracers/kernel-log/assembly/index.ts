/**
 * The pass over the bytes of a kernel log: lines that are like those before them become rows of numbers here, sixteen
 * bytes at a time; at the others it stops, and line-reader.ts reads them and says what they were. It only spares work:
 * everything it knows it was told, in tables that forget.
 */
import { answer, said, say } from './answer';
import { isUsual, readUsual, ttl } from './fields';
import { findFields, findLabel, forgetLabels, learnLabel, placeAt } from './labels';
import { forgetNames } from './names';
import { clockOf, forgetPrefix, hasPrefix, prefixHost, prefixLength, prefixTells } from './prefix';
import {
  addPending,
  CAPACITY,
  count,
  forgetPending,
  headerNumber,
  identityNumber,
  standsFor,
  tailOf,
} from './pending';
import { addRow, settleRows } from './rows';
import {
  findTail,
  forgetTails,
  headerOf,
  identityOf,
  isIpv6,
  learnTail,
  settleTail,
  tailEnd,
  ttlOf,
} from './tails';
import { lineEnd, tellsOf } from './telltales';

export { answerAt } from './answer';
export { forgetLabels } from './labels';
export { learnPrefix, longestPrefix } from './prefix';
export {
  headerNumbersAt,
  headersAt,
  identitiesAt,
  identityNumbersAt,
  nameFound,
  namesAt,
  pendingCount,
  pendingNames,
} from './pending';
export { capacity, columnAt } from './rows';
export { learnTelltale } from './telltales';

const INPUT_BYTES: i32 = 1 << 18;
/** Reading sixteen bytes at a time, and looking for a label's end, goes on behind the end. */
const INPUT = memory.data((1 << 18) + 256, 16);

/** Why a scan stopped: see line-scanner.ts. */
const END = 0;
const FULL = 1;
const UNKNOWN = 2;
const TELLING = 3;

/** All bits of what a line may tell. */
const ANYTHING = -1;
const CARRIAGE_RETURN = 0x0d;

export function inputAt(): usize {
  return INPUT;
}

export function inputBytes(): i32 {
  return INPUT_BYTES;
}

/** Reads the lines in `[start, end)`, each with its `\n`, up to one that is not known; the answer has the rest. */
export function scan(start: usize, end: usize): i32 {
  let rows = said(answer.rows);
  let line = said(answer.line);
  let at = start;
  let why = END;
  while (at < end) {
    if (rows == CAPACITY) {
      why = FULL;
      break;
    }
    line++;
    const labelStart = at + prefixLength;
    const isOfPrefix = labelStart < end && hasPrefix(at);
    const fields = isOfPrefix ? findFields(labelStart, end) : 0;
    const label = fields != 0 ? findLabel(labelStart, fields, prefixHost) : 0;
    if (label == 0) {
      const tells = tellsOf(at, end) & (isOfPrefix ? prefixTells : ANYTHING);
      if (tells == 0) {
        at = lineEnd;
        continue;
      }
      if (fields == 0) {
        say(answer.tells, tells);
        say(answer.lineStart, <i32>at);
        at = lineEnd;
        why = TELLING;
        break;
      }
    }
    const tail = findTail(fields, end, prefixHost);
    if (label != 0 && tail != 0) {
      const place = placeAt(label, isIpv6(tail));
      if (place >= 0) {
        addRow(rows++, place, headerOf(tail), identityOf(tail), ttlOf(tail), line, clockOf(at));
        at = tailEnd;
        continue;
      }
    } else if (label != 0) {
      const place = placeAt(label, 0);
      if (place >= 0 && readUsual(fields, fieldsEnd())) {
        const stands = standsFor(count);
        addPending(learnTail(prefixHost, stands, stands, ttl, 0));
        addRow(rows++, place, stands, stands, ttl, line, clockOf(at));
        at = tailEnd;
        continue;
      }
    }
    say(answer.lineStart, <i32>at);
    say(answer.labelStart, <i32>labelStart);
    say(answer.fieldsStart, <i32>fields);
    const isNewLabel = label == 0 || placeAt(label, 0) < 0;
    say(answer.isNewLabel, isNewLabel && isUsual(fields, fieldsEnd()) ? 1 : 0);
    say(answer.tells, tellsOf(at, tailEnd));
    at = tailEnd;
    why = UNKNOWN;
    break;
  }
  say(answer.rows, rows);
  say(answer.line, line);
  say(answer.lineEnd, <i32>at);
  return why;
}

/** Says what the line at which the scan stopped, which has the known prefix, was read as. */
export function learnStopped(place: i32, header: i32, identity: i32, ttl: i32, ipv6: i32): void {
  learnPlace(place, ipv6);
  learnTail(prefixHost, header, identity, ttl, ipv6);
}

/** Says what the label of that line means. */
export function learnPlace(place: i32, ipv6: i32): void {
  learnLabel(said(answer.labelStart), said(answer.fieldsStart), prefixHost, ipv6, place);
}

/** Puts the numbers of the pending headers and identities, which the reader has found, where they belong. */
export function settle(): void {
  settleRows(said(answer.rows));
  for (let which = 0; which < count; which++) {
    const stands = standsFor(which);
    settleTail(tailOf(which), stands, headerNumber(stands), identityNumber(stands));
  }
  forgetPending();
}

/** Forgets everything, to read another log; the telltales stay. */
export function forget(): void {
  say(answer.rows, 0);
  say(answer.line, 0);
  forgetPending();
  forgetPrefix();
  forgetLabels();
  forgetTails();
  forgetNames();
}

/** Where the fields of the line end whose tail was looked for last. */
function fieldsEnd(): usize {
  const last = tailEnd - 2;
  return load<u8>(last) == CARRIAGE_RETURN ? last : last + 1;
}
