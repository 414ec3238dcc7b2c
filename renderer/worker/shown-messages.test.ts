import { expect, it } from 'vitest';
import { shown, ShownMessages } from './shown-messages.ts';

it('what_would_not_be_seen_or_would_turn_a_rule_around_is_shown', () => {
  expect(shown('-A CH --comment "\u202eTPECCA j- …" -j DROP')).toBe(
    '-A CH --comment "⟨U+202E⟩TPECCA j- …" -j DROP',
  );
  expect(shown('a\nb\u200b\u001b[2J')).toBe('a␊b⟨U+200B⟩␛[2J');
});

it('letters_from_right_to_left_are_kept_to_themselves', () => {
  expect(shown('--comment "שלום עולם 22" -j DROP')).toBe('--comment "\u2068שלום עולם\u2069 22" -j DROP');
});

it('a_name_that_comes_back_is_what_it_was', () => {
  const messages = new ShownMessages();
  const { artifacts } = messages.toPage({ artifacts: [{ path: 'x\nNo packet died.', lines: 3 }] });
  expect(artifacts).toEqual([{ path: 'x␊No packet died.', lines: 3 }]);
  expect(messages.toWorker({ file: artifacts[0]?.path, from: 1 })).toEqual({
    file: 'x\nNo packet died.',
    from: 1,
  });
});

it('files_and_columns_are_passed_as_they_are', () => {
  const messages = new ShownMessages();
  const file = new File(['x'], 'a\nb');
  const ask = { files: [{ from: 'page', path: 'kern.log', file }], counts: new Uint32Array([1]) };
  messages.toPage('a\nb');
  expect(messages.toPage(ask)).toBe(ask);
  expect(messages.toWorker(ask)).toBe(ask);
});
