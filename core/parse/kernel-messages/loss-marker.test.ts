import { expect, test } from 'vitest';
import { lossMarker } from './loss-marker.ts';

const marker = (line: string): string | null => {
  const bytes = new TextEncoder().encode(line);
  return lossMarker(bytes, 0, bytes.length);
};

test('loggers_that_lost_lines_say_so', () => {
  expect(marker('Nov 21 07:53:14 rtr rsyslogd: imuxsock lost 512 messages from pid 1')).toBe(
    'lost 512 messages',
  );
  expect(marker('Nov 21 rtr systemd-journald[287]: Suppressed 5 messages from kernel')).toBe(
    'Suppressed 5 messages from',
  );
  expect(marker('[  1.2] ** 45 printk messages dropped **')).toBe('45 printk messages dropped');
});

test('other_lines_and_the_network_code_s_own_limit_are_no_loss', () => {
  expect(marker('[  1.2] net_ratelimit: 54 callbacks suppressed')).toBeNull();
  expect(marker('[  1.2] e1000e 0000:00:1f.6 eno1: NIC Link is Down')).toBeNull();
  expect(marker('lost')).toBeNull();
});
