import { visible, type LineRef } from '../../core/index.ts';
import { centreTabs } from '../state/centre-tabs.ts';
import { shown } from '../worker/shown-messages.ts';
import { caseSchema, type CaseCapture, type CaseFile, type NamedFile } from './case-file.ts';
import { longestNote, type Note, type NoteTarget } from './note.ts';

/** A case with all its notes is small; what is longer is none. */
export const mostCaseBytes = 8 << 20;

const most = { captures: 40, files: 20_000, notes: 5_000, name: 4_096, filter: 20_000 } as const;

/**
 * What a `.netopsy` file says; null where it is none. It may come from anybody: each value is checked and cut, all texts
 * are for showing alone, and what this version does not know is left out.
 */
export function readCase(text: string): CaseFile | null {
  if (text.length > mostCaseBytes) return null;
  const value = parsed(text);
  if (!isRecord(value) || value['schema'] !== caseSchema) return null;
  const captures = listOf(value['captures'], most.captures, captureOf);
  if (captures.length === 0) return null;
  const front = value['front'];
  return {
    saved: line(value['saved'], 40),
    front: typeof front === 'number' && captures[front] !== undefined ? front : 0,
    captures,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** One capture of a case; null where no file is named that it could be read from. */
export function captureOf(value: unknown): CaseCapture | null {
  if (!isRecord(value)) return null;
  const files = listOf(value['files'], most.files, fileOf);
  if (files.length === 0) return null;
  const tab = centreTabs.find((known) => known === value['tab']);
  return {
    name: shown(string(value['name'], most.name)),
    files,
    filter: line(value['filter'], most.filter),
    packet: lineOf(value['packet']),
    line: lineOf(value['line']),
    tab: tab ?? 'graph',
    host: shown(string(value['host'], most.name)),
    words: paragraphs(value['words']),
    notes: listOf(value['notes'], most.notes, noteOf),
  };
}

function fileOf(value: unknown): NamedFile | null {
  if (!isRecord(value)) return null;
  const { path, bytes, sha256 } = value;
  const isSum = typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
  const isSize = typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes >= 0;
  return typeof path === 'string' && path.length <= most.name && isSize && isSum
    ? { path, bytes, sha256 }
    : null;
}

function noteOf(value: unknown): Note | null {
  if (!isRecord(value)) return null;
  const on = targetOf(value['on']);
  return on === null ? null : { on, text: paragraphs(value['text']), marked: value['marked'] === true };
}

function targetOf(value: unknown): NoteTarget | null {
  if (!isRecord(value)) return null;
  switch (value['kind']) {
    case 'packet':
    case 'line': {
      const at = lineOf(value);
      return at === null ? null : { kind: value['kind'], ...at };
    }
    case 'rule':
    case 'dead-end': {
      const filter = line(value['filter'], most.filter);
      return filter === '' ? null : { kind: value['kind'], filter };
    }
    default:
      return null;
  }
}

function lineOf(value: unknown): LineRef | null {
  if (!isRecord(value)) return null;
  const { file, line: number } = value;
  const isLine = typeof number === 'number' && Number.isSafeInteger(number) && number > 0;
  return typeof file === 'string' && isLine ? { file: shown(string(file, most.name)), line: number } : null;
}

function listOf<Item>(
  value: unknown,
  longest: number,
  read: (item: unknown) => Item | null,
): readonly Item[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, longest)
    .map(read)
    .filter((item) => item !== null);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function string(value: unknown, longest: number): string {
  return typeof value === 'string' ? value.slice(0, longest) : '';
}

/** Text in which every character is seen. */
function line(value: unknown, longest: number): string {
  return visible(string(value, longest));
}

function paragraphs(value: unknown): string {
  return string(value, longestNote).split(/\r?\n/).map(visible).join('\n');
}
