import { hashOf, mixed, sameShort } from './bytes';

/**
 * Messages of the kernel that are only counted: those that say the same as one before them, in a log that repeats itself
 * or has more different ones than are told apart (message-tally.ts). Wordings are code here (wording-code.ts writes it):
 *
 *   1 length bytes       these bytes
 *   2 class least most   bytes of a class
 *   3 count length (length code 0)...   the first of these that stands here
 *   4                    whatever follows
 *   5, 6 field           a field begins; the field ends
 */
const END: u8 = 0;
const LITERAL: u8 = 1;
const RUN: u8 = 2;
const CHOICE: u8 = 3;
const REST: u8 = 4;
const BEGIN: u8 = 5;
const FIELD: u8 = 6;

const CODE_BYTES: i32 = 1 << 14;
const CODE = memory.data(1 << 14, 16);
/** Of each class, 1 for each byte that belongs to it. */
const MOST_CLASSES: i32 = 64;
const CLASSES = memory.data(64 * 256, 16);
/** Where the code of each wording begins. */
const MOST_WORDINGS: i32 = 64;
const WORDINGS = memory.data(64 * 4, 16);
/** Of each marked word: its first wording, and how many there are. */
const OF_WORDS = memory.data(256 * 2, 16);
const SPACE: u8 = 0x20;

/** What is known: the wording, the host, the group, where its fields are in TEXTS, and their hash. */
const SLOTS: i32 = 8192;
const MOST_KNOWN: i32 = 6000;
const KNOWN_BYTES: usize = 24;
const HOST: usize = 4;
const GROUP: usize = 8;
const FIELDS: usize = 12;
const HASH: usize = 16;
const KNOWN = memory.data(8192 * 24, 16);
const NOBODY: i32 = 0;
let known: i32 = 0;
/** Of each known one: how many fields, and of each its index, its length and its bytes; 255 fields: all others. */
const TEXT_BYTES: i32 = 1 << 18;
const TEXTS = memory.data((1 << 18) + 16, 16);
let texts: i32 = 0;
const OTHERS: u8 = 255;
const SCRATCH_BYTES: i32 = 2048;
const SCRATCH = memory.data(2048 + 16, 16);

/**
 * Of each group: how many lines were counted; the last one's number, its length, where it stands in what was loaded (0 once
 * its bytes are kept), and its bytes.
 */
const MOST_GROUPS: i32 = 512;
const LONGEST: i32 = 512;
const COUNTS = memory.data(512 * 4, 16);
const LAST_LINES = memory.data(512 * 4, 16);
const LAST_LENGTHS = memory.data(512 * 4, 16);
const LAST_STARTS = memory.data(512 * 4, 16);
const LAST_TEXTS = memory.data(512 * 512, 16);
/** The groups whose last line's bytes are not kept yet. */
const UNKEPT = memory.data(512 * 4, 16);
let unkept: i32 = 0;

/** The number of the last line that was counted. */
let lastLine: i32 = 0;

/** The fields of the message that is looked at. */
const MOST_FIELDS: i32 = 16;
const FIELD_INDEXES = memory.data(16, 16);
const FIELD_STARTS = memory.data(16 * 4, 16);
const FIELD_ENDS = memory.data(16 * 4, 16);
let fields: i32 = 0;
let begun: usize = 0;
let lineEnd: usize = 0;

/** Where the code goes (0), the classes (1), the wordings (2), those of the words (3), fields to be learnt (4). */
export function wordingMemory(which: i32): usize {
  switch (which) {
    case 0:
      return CODE;
    case 1:
      return CLASSES;
    case 2:
      return WORDINGS;
    case 3:
      return OF_WORDS;
    default:
      return SCRATCH;
  }
}

/** How much of each there is room for. */
export function wordingRoom(which: i32): i32 {
  switch (which) {
    case 0:
      return CODE_BYTES;
    case 1:
      return MOST_CLASSES;
    case 2:
      return MOST_WORDINGS;
    case 3:
      return 256;
    default:
      return SCRATCH_BYTES;
  }
}

/** How many groups there is room for. */
export function mostCounted(): i32 {
  return MOST_GROUPS;
}

/** How many lines of the group were counted. */
export function countedOf(group: i32): i32 {
  return load<i32>(COUNTS + ((<usize>group) << 2));
}

export function lastLineOf(group: i32): i32 {
  return load<i32>(LAST_LINES + ((<usize>group) << 2));
}

export function lastLengthOf(group: i32): i32 {
  return load<i32>(LAST_LENGTHS + ((<usize>group) << 2));
}

export function lastTextOf(group: i32): usize {
  keepText(group);
  return LAST_TEXTS + <usize>group * LONGEST;
}

/** The number of the last line that was counted to any group; 0 for none. */
export function lastCounted(): i32 {
  return lastLine;
}

export function forgetMessages(): void {
  memory.fill(KNOWN, 0, <usize>SLOTS * KNOWN_BYTES);
  memory.fill(COUNTS, 0, MOST_GROUPS * 4);
  memory.fill(LAST_LINES, 0, MOST_GROUPS * 4);
  memory.fill(LAST_STARTS, 0, MOST_GROUPS * 4);
  unkept = 0;
  known = 0;
  texts = 0;
  lastLine = 0;
}

/**
 * Messages of that wording and host with the fields that stand in SCRATCH, as in TEXTS, are counted to the group from now
 * on; false where there is no room.
 */
export function learnMessage(wording: i32, host: i32, group: i32): bool {
  const length = textsEnd(SCRATCH) - SCRATCH;
  if (known == MOST_KNOWN || texts + <i32>length + 16 > TEXT_BYTES) return false;
  const hash = hashOfTexts(SCRATCH, wording, host);
  let slot = hash & (SLOTS - 1);
  while (load<i32>(KNOWN + <usize>slot * KNOWN_BYTES, GROUP) != NOBODY) slot = (slot + 1) & (SLOTS - 1);
  const entry = KNOWN + <usize>slot * KNOWN_BYTES;
  memory.copy(TEXTS + texts, SCRATCH, length);
  store<i32>(entry, wording);
  store<i32>(entry, host, HOST);
  store<i32>(entry, group + 1, GROUP);
  store<i32>(entry, texts, FIELDS);
  store<u64>(entry, hash, HASH);
  texts += <i32>length;
  known++;
  return true;
}

/**
 * Counts the line at `start`, which holds a marked word and says what begins at `said` and ends before `end`, after its
 * `\n`; false where it is not known what it counts to.
 */
export function countMessage(word: i32, start: usize, said: usize, end: usize, host: i32, line: i32): bool {
  if (known == 0) return false;
  const count = <i32>load<u8>(OF_WORDS + ((<usize>word) << 1), 1);
  const first = <i32>load<u8>(OF_WORDS + ((<usize>word) << 1));
  const length = <i32>(end - start) - 1;
  if (length > LONGEST) return false;
  lineEnd = end;
  while (lineEnd > said && load<u8>(lineEnd - 1) <= SPACE) lineEnd--;
  for (let wording = first; wording < first + count; wording++) {
    fields = 0;
    if (run(CODE + load<u32>(WORDINGS + ((<usize>wording) << 2)), said) != lineEnd) continue;
    const group = groupOf(wording, host);
    if (group < 0) return false;
    const at = (<usize>group) << 2;
    store<i32>(COUNTS + at, load<i32>(COUNTS + at) + 1);
    store<i32>(LAST_LINES + at, line);
    store<i32>(LAST_LENGTHS + at, length);
    if (load<u32>(LAST_STARTS + at) == 0) {
      if (unkept == MOST_GROUPS) keepLastTexts();
      store<i32>(UNKEPT + ((<usize>unkept) << 2), group);
      unkept++;
    }
    store<u32>(LAST_STARTS + at, <u32>start);
    lastLine = line;
    return true;
  }
  return false;
}

/** Keeps the bytes of each group's last line, before others are loaded. */
export function keepLastTexts(): void {
  for (let which = 0; which < unkept; which++) keepText(load<i32>(UNKEPT + ((<usize>which) << 2)));
  unkept = 0;
}

function keepText(group: i32): void {
  const at = (<usize>group) << 2;
  const start: usize = load<u32>(LAST_STARTS + at);
  if (start == 0) return;
  memory.copy(LAST_TEXTS + <usize>group * LONGEST, start, load<i32>(LAST_LENGTHS + at));
  store<u32>(LAST_STARTS + at, 0);
}

/** Where the code at `code` ends in the line, from `at` on; 0 where something else stands. */
function run(code: usize, at: usize): usize {
  while (true) {
    switch (load<u8>(code)) {
      case END:
        return at;
      case LITERAL: {
        const length = <i32>load<u8>(code, 1);
        if (at + length > lineEnd || !sameShort(at, code + 2, length)) return 0;
        at += length;
        code += 2 + length;
        break;
      }
      case RUN: {
        const members = CLASSES + ((<usize>load<u8>(code, 1)) << 8);
        const most = at + <usize>load<u8>(code, 3);
        const last = most < lineEnd ? most : lineEnd;
        const least = at + <usize>load<u8>(code, 2);
        while (at < last && load<u8>(members + load<u8>(at)) != 0) at++;
        if (at < least) return 0;
        code += 4;
        break;
      }
      case CHOICE: {
        const next = code + 4 + <usize>load<u16>(code, 2);
        let option = code + 4;
        let found: usize = 0;
        const before = fields;
        for (let left = load<u8>(code, 1); left > 0; left--) {
          found = run(option + 2, at);
          if (found != 0) break;
          fields = before;
          option += 2 + <usize>load<u16>(option);
        }
        if (found == 0) return 0;
        at = found;
        code = next;
        break;
      }
      case REST:
        at = lineEnd;
        code++;
        break;
      case BEGIN:
        begun = at;
        code++;
        break;
      default: {
        if (fields == MOST_FIELDS || at - begun > 255) return 0;
        store<u8>(FIELD_INDEXES + <usize>fields, load<u8>(code, 1));
        store<u32>(FIELD_STARTS + ((<usize>fields) << 2), <u32>begun);
        store<u32>(FIELD_ENDS + ((<usize>fields) << 2), <u32>at);
        fields++;
        code += 2;
      }
    }
  }
}

/** The group of the message with these fields; -1 where it is not known. */
function groupOf(wording: i32, host: i32): i32 {
  let hash = hashOfAll(wording, host);
  for (let i: usize = 0; i < <usize>fields; i++) {
    const start = <usize>load<u32>(FIELD_STARTS + (i << 2));
    const length = <i32>(load<u32>(FIELD_ENDS + (i << 2)) - <u32>start);
    hash += hashOfField(load<u8>(FIELD_INDEXES + i), start, length);
  }
  const entry = find(hash, wording, host, false);
  if (entry != 0) return load<i32>(entry, GROUP) - 1;
  const others = find(hashOfAll(wording, host) + OTHERS, wording, host, true);
  return others == 0 ? -1 : load<i32>(others, GROUP) - 1;
}

function find(hash: u64, wording: i32, host: i32, isOthers: bool): usize {
  let slot = <i32>(hash & (SLOTS - 1));
  while (true) {
    const entry = KNOWN + <usize>slot * KNOWN_BYTES;
    if (load<i32>(entry, GROUP) == NOBODY) return 0;
    if (load<u64>(entry, HASH) == hash && load<i32>(entry) == wording && load<i32>(entry, HOST) == host) {
      const texts = TEXTS + <usize>load<i32>(entry, FIELDS);
      if (isOthers ? load<u8>(texts) == OTHERS : hasFields(texts)) return entry;
    }
    slot = (slot + 1) & (SLOTS - 1);
  }
}

/** Whether the message has these fields and no others. */
function hasFields(texts: usize): bool {
  if (<i32>load<u8>(texts) != fields) return false;
  let text = texts + 1;
  for (let which = 0; which < fields; which++) {
    const length = <i32>load<u8>(text, 1);
    if (!hasField(load<u8>(text), text + 2, length)) return false;
    text += 2 + length;
  }
  return true;
}

function hasField(index: u8, text: usize, length: i32): bool {
  for (let i: usize = 0; i < <usize>fields; i++) {
    if (load<u8>(FIELD_INDEXES + i) != index) continue;
    const start = load<u32>(FIELD_STARTS + (i << 2));
    return <i32>(load<u32>(FIELD_ENDS + (i << 2)) - start) == length && sameShort(<usize>start, text, length);
  }
  return false;
}

function hashOfTexts(texts: usize, wording: i32, host: i32): u64 {
  let hash = hashOfAll(wording, host);
  if (load<u8>(texts) == OTHERS) return hash + OTHERS;
  let text = texts + 1;
  for (let left = load<u8>(texts); left > 0; left--) {
    const length = <i32>load<u8>(text, 1);
    hash += hashOfField(load<u8>(text), text + 2, length);
    text += 2 + length;
  }
  return hash;
}

function textsEnd(texts: usize): usize {
  let text = texts + 1;
  if (load<u8>(texts) != OTHERS)
    for (let left = load<u8>(texts); left > 0; left--) text += 2 + load<u8>(text, 1);
  return text;
}

function hashOfAll(wording: i32, host: i32): u64 {
  return mixed(((<u64>wording) << 32) | (<u64>(<u32>host)));
}

/** Equal in whatever order the fields stand. */
function hashOfField(index: u8, start: usize, length: i32): u64 {
  return mixed(hashOf(start, length) ^ ((<u64>index) << 56));
}
