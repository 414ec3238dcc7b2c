import type { MenuCommand } from '../../../electron/ipc.ts';

/** The command of a key that works wherever the focus is; null for all others, and for letters typed into a field. */
export function windowKey(event: KeyboardEvent): MenuCommand | null {
  if ((event.ctrlKey || event.metaKey) && event.key === 's') return 'save-case';
  if (event.ctrlKey || event.metaKey) return null;
  if (event.altKey)
    return ({ ArrowLeft: 'back', ArrowRight: 'forward' }[event.key] as MenuCommand | null) ?? null;
  const target = event.target as HTMLElement | null;
  if (target?.matches('input, select, textarea')) return null;
  if (event.key === '/') return 'filter';
  if (event.key === '?') return 'show-keys';
  return null;
}
