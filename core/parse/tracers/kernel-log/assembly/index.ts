/**
 * The pass over the bytes of a kernel log: lines that are like those before them become rows of numbers here, sixteen
 * bytes at a time; at the others it stops, and line-reader.ts reads them and says what they were. It only spares work:
 * everything it knows it was told, in tables that forget.
 */
import { getRegister, register, setRegister } from './result-registers';
import { isUsual, readUsual, ttl } from './fields';
import { findFields, findLineKind, forgetLineKinds, learnLineKind, placeAt } from './line-kinds';
import { forgetNames } from './names';
import { clockOf, forgetPrefix, hasPrefix, prefixHost, prefixLength, prefixMarkers } from './prefix';
import {
  addPending,
  CAPACITY,
  count,
  forgetPending,
  headerNumber,
  identityNumber,
  standsFor,
  entryOf,
} from './pending';
import { addRow, settleRows } from './rows';
import {
  findHeader,
  forgetHeaders,
  headerOf,
  identityOf,
  isIpv6,
  learnHeader,
  settleHeader,
  headerEnd,
  ttlOf,
} from './header-cache';
import { bitsOf, lastWord, lineEnd, markersOf } from './markers';
import { countMessage, forgetMessages } from './messages';

export { registersAt } from './result-registers';
export { forgetLineKinds } from './line-kinds';
export { clockOf, learnPrefix, longestPrefix } from './prefix';
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
export { learnMarker, settleMarkers } from './markers';
export {
  countedOf,
  keepLastTexts,
  lastCounted,
  lastLengthOf,
  lastLineOf,
  lastTextOf,
  learnMessage,
  mostCounted,
  wordingMemory,
  wordingRoom,
} from './messages';

const INPUT_BYTES: i32 = 1 << 18;
/** Reading sixteen bytes at a time, and looking for the end of a line's kind, goes on after the end. */
const INPUT = memory.data((1 << 18) + 256, 16);

/** Why a scan stopped: see line-scanner.ts. */
const END = 0;
const FULL = 1;
const UNKNOWN = 2;
const MARKED = 3;

/** The bits of all markers. */
const ANYTHING = -1;
const CARRIAGE_RETURN = 0x0d;

export function inputAt(): usize {
  return INPUT;
}

export function inputBytes(): i32 {
  return INPUT_BYTES;
}

/** Reads the lines in `[start, end)`, each with its `\n`, up to one that is not known; the registers have the rest. */
export function scan(start: usize, end: usize): i32 {
  let rows = getRegister(register.rows);
  let line = getRegister(register.line);
  let at = start;
  let why = END;
  while (at < end) {
    if (rows == CAPACITY) {
      why = FULL;
      break;
    }
    line++;
    const kindStart = at + prefixLength;
    const isOfPrefix = kindStart < end && hasPrefix(at);
    const fields = isOfPrefix ? findFields(kindStart, end) : 0;
    const kind = fields != 0 ? findLineKind(kindStart, fields, prefixHost) : 0;
    if (kind == 0) {
      const markers = markersOf(at, end) & (isOfPrefix ? prefixMarkers : ANYTHING);
      if (markers == 0) {
        at = lineEnd;
        continue;
      }
      const isMessage = isOfPrefix && markers == bitsOf(lastWord);
      if (fields == 0 && isMessage && countMessage(lastWord, at, kindStart, lineEnd, prefixHost, line)) {
        at = lineEnd;
        continue;
      }
      if (fields == 0) {
        setRegister(register.markers, markers);
        setRegister(register.word, lastWord);
        setRegister(register.lineStart, <i32>at);
        setRegister(register.kindStart, isOfPrefix ? <i32>kindStart : 0);
        at = lineEnd;
        why = MARKED;
        break;
      }
    }
    const entry = findHeader(fields, end, prefixHost);
    if (kind != 0 && entry != 0) {
      const place = placeAt(kind, isIpv6(entry));
      if (place >= 0) {
        addRow(rows++, place, headerOf(entry), identityOf(entry), ttlOf(entry), line, clockOf(at));
        at = headerEnd;
        continue;
      }
    } else if (kind != 0) {
      const place = placeAt(kind, 0);
      if (place >= 0 && readUsual(fields, fieldsEnd())) {
        const stands = standsFor(count);
        addPending(learnHeader(prefixHost, stands, stands, ttl, 0));
        addRow(rows++, place, stands, stands, ttl, line, clockOf(at));
        at = headerEnd;
        continue;
      }
    }
    setRegister(register.lineStart, <i32>at);
    setRegister(register.kindStart, <i32>kindStart);
    setRegister(register.fieldsStart, <i32>fields);
    const isNewKind = kind == 0 || placeAt(kind, 0) < 0;
    setRegister(register.isNewKind, isNewKind && isUsual(fields, fieldsEnd()) ? 1 : 0);
    setRegister(register.markers, markersOf(at, headerEnd));
    setRegister(register.word, lastWord);
    at = headerEnd;
    why = UNKNOWN;
    break;
  }
  setRegister(register.rows, rows);
  setRegister(register.line, line);
  setRegister(register.lineEnd, <i32>at);
  return why;
}

/** Says what the line at which the scan stopped, which has the known prefix, was read as. */
export function learnStopped(place: i32, header: i32, identity: i32, ttl: i32, ipv6: i32): void {
  learnPlace(place, ipv6);
  learnHeader(prefixHost, header, identity, ttl, ipv6);
}

/** Says which place lines of that kind are of. */
export function learnPlace(place: i32, ipv6: i32): void {
  learnLineKind(getRegister(register.kindStart), getRegister(register.fieldsStart), prefixHost, ipv6, place);
}

/** Puts the numbers of the pending headers and identities, which the reader has found, where they belong. */
export function settle(): void {
  settleRows(getRegister(register.rows));
  for (let which = 0; which < count; which++) {
    const stands = standsFor(which);
    settleHeader(entryOf(which), stands, headerNumber(stands), identityNumber(stands));
  }
  forgetPending();
}

/** Forgets everything, to read another log; the markers stay. */
export function forget(): void {
  setRegister(register.rows, 0);
  setRegister(register.line, 0);
  forgetPending();
  forgetPrefix();
  forgetLineKinds();
  forgetHeaders();
  forgetNames();
  forgetMessages();
}

/** Where the fields of the line end whose header was looked for last. */
function fieldsEnd(): usize {
  const last = headerEnd - 2;
  return load<u8>(last) == CARRIAGE_RETURN ? last : last + 1;
}
