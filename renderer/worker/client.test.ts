import { expect, it } from 'vitest';
import { connect, type Port } from './client.ts';
import type { ToPage, ToWorker } from './protocol.ts';

function fakePort() {
  const sent: ToWorker[] = [];
  const port: Port = {
    postMessage: (message) => void sent.push(message),
    terminate: () => {},
    onmessage: null,
    onerror: null,
  };
  const say = (data: ToPage) => port.onmessage?.({ data } as MessageEvent<ToPage>);
  return { port, sent, say };
}

const options = { onProgress: () => {}, onReport: () => {}, read: async () => new Uint8Array([1]) };
const story = (packet: number) => ['story', 'story', { packet }] as const;
const packetsAsked = (sent: readonly ToWorker[]) =>
  sent.map((message) => (message.kind === 'ask' && message.name === 'story' ? message.ask.packet : null));

it('answers_go_to_who_asked', async () => {
  const { port, say } = fakePort();
  const client = connect(port, options);
  const [a, b] = [client.ask('story', { packet: 1 }), client.ask('lines', { file: 'x', from: 1, to: 2 })];
  say({ kind: 'answer', id: 2, answer: ['two'] });
  say({ kind: 'failed', id: 1, message: 'no' });
  expect(await a).toEqual({ kind: 'failed', message: 'no' });
  expect(await b).toEqual({ kind: 'done', value: ['two'] });
});

it('in_a_lane_only_the_newest_is_answered_and_what_waits_is_never_sent', async () => {
  const { port, sent, say } = fakePort();
  const client = connect(port, options);
  const answers = [1, 2, 3].map((packet) => client.askLatest(...story(packet)));
  expect(packetsAsked(sent)).toEqual([1]);
  say({ kind: 'answer', id: 1, answer: 'first' });
  expect(await answers[0]).toEqual({ kind: 'superseded' });
  expect(await answers[1]).toEqual({ kind: 'superseded' });
  expect(packetsAsked(sent)).toEqual([1, 3]);
  say({ kind: 'answer', id: 2, answer: 'third' });
  expect(await answers[2]).toEqual({ kind: 'done', value: 'third' });
});

it('reads_of_the_worker_are_answered_with_bytes_or_none', async () => {
  const { port, sent, say } = fakePort();
  connect(port, {
    ...options,
    read: (id) => (id === 'a' ? Promise.resolve(new Uint8Array([7])) : Promise.reject(new Error())),
  });
  say({ kind: 'read', id: 1, fileId: 'a', start: 0, length: 1 });
  say({ kind: 'read', id: 2, fileId: 'gone', start: 0, length: 1 });
  await new Promise((resolve) => setTimeout(resolve));
  expect(sent).toContainEqual({ kind: 'bytes', id: 1, bytes: new Uint8Array([7]) });
  expect(sent).toContainEqual({ kind: 'bytes', id: 2, bytes: null });
});

it('closing_leaves_nobody_waiting', async () => {
  const { port } = fakePort();
  const client = connect(port, options);
  const answer = client.ask('story', { packet: 1 });
  client.close();
  expect(await answer).toEqual({ kind: 'superseded' });
  expect(await client.ask('story', { packet: 2 })).toEqual({ kind: 'superseded' });
});
