import { app } from 'electron';
import { english, type Words, wordsOf } from '../core/index.ts';

/** The language of menus and dialogs: the desktop's, where Netopsy speaks it. Known when the app is ready. */
export function words(): Words {
  return wordsOf(app.getLocale()) ?? english;
}
