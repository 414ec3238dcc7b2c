import { app, BrowserWindow, dialog } from 'electron';
import { words } from './language.ts';

/**
 * Where the page would not be left (it has notes that no file has), Electron stays without a word: here the user is asked.
 * To be called before the first window.
 */
export function askBeforeUnload(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-prevent-unload', (event) => {
      const window = BrowserWindow.fromWebContents(contents);
      const { cases, frame } = words();
      const options = {
        type: 'question' as const,
        message: cases.unsavedQuestion,
        buttons: [cases.closeWithout, frame.cancel],
        defaultId: 1,
        cancelId: 1,
      };
      const answer =
        window === null ? dialog.showMessageBoxSync(options) : dialog.showMessageBoxSync(window, options);
      // Not preventing is staying.
      if (answer === 0) event.preventDefault();
    });
  });
}
