import { app, type InputEvent, type WebContents } from 'electron';

/** What a person does on purpose; moving the mouse or scrolling is not. */
const gestures: readonly InputEvent['type'][] = [
  'mouseUp',
  'rawKeyDown',
  'keyDown',
  'gestureTap',
  'touchEnd',
];

/** Pages in which something was clicked or pressed since their last request that needs it. */
const touched = new WeakSet<WebContents>();

/**
 * Watches the input of every page that is ever made. The main process sees the user's own input, which a script can't
 * make up, whatever became of the page. To be called before the first window.
 */
export function watchGestures(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('input-event', (_inputEvent, { type }) => {
      if (gestures.includes(type)) touched.add(contents);
    });
  });
}

/** Whether the user did something in the page since this was last asked: one gesture is good for one request. */
export function takeGesture(contents: WebContents): boolean {
  return touched.delete(contents);
}
