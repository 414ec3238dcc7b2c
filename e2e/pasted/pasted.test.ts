import { test } from 'vitest';
import { pasteCaptures } from './paste-captures.ts';

test('captures_pasted_into_one_ticket_lose_no_line_and_prove_nothing_that_their_files_do_not', () =>
  pasteCaptures(60));
