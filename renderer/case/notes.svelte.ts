import { SvelteMap } from 'svelte/reactivity';
import { keyOf, longestNote, type Note, type NoteTarget } from './note.ts';

/** The operator's words on one capture: of its own, and on packets, dead ends, rules and lines. */
export class Notes {
  /** What the report begins with. */
  words = $state('');
  readonly #notes = new SvelteMap<string, Note>();
  /** What `save` last wrote, or `take` last brought. */
  #saved = $state('');

  /** In the order in which they were made. */
  get list(): readonly Note[] {
    return [...this.#notes.values()];
  }

  /** Null where nothing is noted. */
  on(target: NoteTarget): Note | null {
    return this.#notes.get(keyOf(target)) ?? null;
  }

  say(target: NoteTarget, text: string): void {
    this.#put({
      on: target,
      text: text.trim().slice(0, longestNote),
      marked: this.on(target)?.marked ?? false,
    });
  }

  toggleMark(target: NoteTarget): void {
    const { text, marked } = this.on(target) ?? { text: '', marked: false };
    this.#put({ on: target, text, marked: !marked });
  }

  remove(target: NoteTarget): void {
    this.#notes.delete(keyOf(target));
  }

  /** Takes over what a case or the last session left; all of it counts as saved. */
  take(words: string, notes: readonly Note[]): void {
    this.words = words;
    this.#notes.clear();
    for (const note of notes) this.#put(note);
    this.saved();
  }

  /** All that there is now is in a file. */
  saved(): void {
    this.#saved = this.#content;
  }

  /** Whether something was noted, or taken away, since it was last saved. */
  get unsaved(): boolean {
    return this.#content !== (this.#saved || empty);
  }

  get #content(): string {
    return JSON.stringify([this.words, this.list]);
  }

  /** Neither text nor mark is no note. */
  #put(note: Note): void {
    if (note.text === '' && !note.marked) this.remove(note.on);
    else this.#notes.set(keyOf(note.on), note);
  }
}

const empty = JSON.stringify(['', []]);
