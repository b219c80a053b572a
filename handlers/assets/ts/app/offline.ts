/** Shows `data-offline` parts while the browser has no connection. */
export function connectOffline(): void {
  const parts = document.querySelectorAll<HTMLElement>('[data-offline]');
  if (parts.length === 0) return;
  const show = (): void => {
    for (const part of parts) part.hidden = navigator.onLine;
  };
  window.addEventListener('online', show);
  window.addEventListener('offline', show);
  show();
}
