/**
 * The pass over the bytes of a kernel log: lines that are like those before them become rows of numbers here, sixteen
 * bytes at a time; at the others it stops, and line-reader.ts reads them and says what they were. It only spares work:
 * everything it knows it was told, in tables that forget.
 */
import { answer, said, say } from './answer';
import { readUsual } from './fields';
import { findFields, findLabel, forgetLabels, learnLabel, placeAt } from './labels';
import { forgetNames } from './names';
import { clockOf, forgetPrefix, hasPrefix, prefixHost, prefixLength } from './prefix';
import { addRow, CAPACITY } from './rows';
import { findTail, forgetTails, headerOf, identityOf, isIpv6, learnTail, tailEnd, ttlOf } from './tails';
import { lineEnd, tellsOf } from './telltales';

export { answerAt } from './answer';
export { headerAt, identityAt, learnNameOf } from './fields';
export { learnPrefix, longestPrefix } from './prefix';
export { capacity, columnAt } from './rows';
export { learnTelltale } from './telltales';

const INPUT_BYTES: i32 = 1 << 18;
/** Reading sixteen bytes at a time goes on behind the end. */
const INPUT = memory.data((1 << 18) + 64, 16);

/** Why a scan stopped: see line-scanner.ts. */
const END = 0;
const FULL = 1;
const UNKNOWN = 2;
const TELLING = 3;

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
    const fields = labelStart < end && hasPrefix(at) ? findFields(labelStart, end) : 0;
    if (fields == 0) {
      const tells = tellsOf(at, end);
      if (tells == 0) {
        at = lineEnd;
        continue;
      }
      say(answer.tells, tells);
      say(answer.lineStart, <i32>at);
      at = lineEnd;
      why = TELLING;
      break;
    }
    const label = findLabel(labelStart, fields, prefixHost);
    const tail = findTail(fields, end, prefixHost);
    const place = label != 0 && tail != 0 ? placeAt(label, isIpv6(tail)) : -1;
    if (place >= 0) {
      addRow(rows++, place, headerOf(tail), identityOf(tail), ttlOf(tail), line, clockOf(at));
      at = tailEnd;
      continue;
    }
    describe(at, labelStart, fields, label);
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
  learnLabel(said(answer.labelStart), said(answer.fieldsStart), prefixHost, ipv6, place);
  learnTail(prefixHost, header, identity, ttl, ipv6);
}

/** As `learnStopped`, of a line whose fields were read here, and adds its event. */
export function addStopped(place: i32, header: i32, identity: i32): void {
  const rows = said(answer.rows);
  const ttl = said(answer.ttl);
  if (said(answer.place) < 0) learnStopped(place, header, identity, ttl, 0);
  else learnTail(prefixHost, header, identity, ttl, 0);
  addRow(rows, place, header, identity, ttl, said(answer.line), clockOf(said(answer.lineStart)));
  say(answer.rows, rows + 1);
}

/** Forgets everything, to read another log; the telltales stay. */
export function forget(): void {
  say(answer.rows, 0);
  say(answer.line, 0);
  forgetPrefix();
  forgetLabels();
  forgetTails();
  forgetNames();
}

function describe(start: usize, labelStart: usize, fields: usize, label: usize): void {
  const last = tailEnd - 2;
  const end = load<u8>(last) == CARRIAGE_RETURN ? last : last + 1;
  say(answer.lineStart, <i32>start);
  say(answer.labelStart, <i32>labelStart);
  say(answer.fieldsStart, <i32>fields);
  const place = label == 0 ? -1 : placeAt(label, 0);
  say(answer.place, place);
  const isRead = readUsual(fields, end);
  say(answer.isRead, isRead ? 1 : 0);
  if (!isRead || place < 0) say(answer.tells, tellsOf(start, tailEnd));
}
