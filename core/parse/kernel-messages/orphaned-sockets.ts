import { worded } from './message-format.ts';

/**
 * TCP gave up closing connections in order and reset them, for they were too many or took too much memory
 * (tcp_check_oom() in net/ipv4/tcp.c):
 *
 *   TCP: too many orphaned sockets          (before 2.6.38: TCP: too many of orphaned sockets)
 *   TCP: out of memory -- consider tuning tcp_mem          Out of socket memory
 */
export const orphanedSockets = worded(
  'orphaned-sockets',
  'loss',
  ['orphaned sockets', 'consider tuning tcp_mem', 'Out of socket memory'],
  [
    '{TCP: |}{TCP: |}<reason={too many orphaned sockets|too many of orphaned sockets|out of memory -- consider tuning tcp_mem|Out of socket memory}>',
  ],
  { protocol: 'tcp' },
);
