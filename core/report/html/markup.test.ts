import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipped, markup, write } from './markup.ts';

const asIs = (text: string) => text;

describe('text_in_markup', () => {
  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['"><img src=x onerror=alert(1)>', '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;'],
    ["' onload='x", '&#39; onload=&#39;x'],
    ['</title></style>', '&lt;/title&gt;&lt;/style&gt;'],
    ['&lt;', '&amp;lt;'],
    ['a\u0000b\u001b[31m\u007f\u0085', 'a␀b␛[31m␡⟨U+0085⟩'],
    ['evil\u202Egnp.exe\u2066', 'evil⟨U+202E⟩gnp.exe⟨U+2066⟩'],
    ['zero\u200Bwidth\uFEFF', 'zero⟨U+200B⟩width⟨U+FEFF⟩'],
    ['half \ud800 pair', 'half ⟨U+D800⟩ pair'],
    ['line\nbreak\u2028', 'line␊break⟨U+2028⟩'],
    ['שלום עולם 22 DROP', '&#x2068;שלום עולם&#x2069; 22 DROP'],
    ['tab\tand Grüße, 日本, 😀', 'tab\tand Grüße, 日本, 😀'],
  ])('%j', (text, written) => {
    expect(write(markup`<b title="${text}">${text}</b>`, asIs)).toBe(`<b title="${written}">${written}</b>`);
  });

  it('no_text_leaves_the_place_it_was_put_in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inside = write(markup`${text}`, asIs);
        // eslint-disable-next-line no-control-regex -- these are what must not be left
        expect(inside).not.toMatch(/[<>"'\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(inside).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  it('is_redacted_whole_and_then_cut', () => {
    const redact = (text: string) => text.replaceAll('10.11.12.13', 'X');
    expect(write(markup`${clipped('at 10.11.12.13 and on', 9)}`, redact)).toBe('at X and…');
  });
});
