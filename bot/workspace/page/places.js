/** Permalinks of the workspace: `/archives/C…/p…`, read into a place that a window can show. */

/** The place that an address of this workspace names, else null. */
export function placeOf(address) {
  const { origin, pathname, searchParams } = new URL(address, location.href);
  const match = /^\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/.exec(pathname);
  if (!match || origin !== location.origin) return null;
  const [, channel, seconds, rest] = match;
  const thread = searchParams.get("thread_ts") ?? undefined;
  return { channel, thread, focus: `${seconds}.${rest}` };
}

/** Follows an address: inside this window when it is a permalink, else in a new tab. */
export function openAddress(href, pane) {
  const place = placeOf(href);
  if (place) pane.go(place);
  else window.open(href, "_blank", "noopener,noreferrer");
}
