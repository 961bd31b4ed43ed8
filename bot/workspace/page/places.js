/** Permalinks of the workspace: `/archives/C…/p…`, read into a place that a window can show. */

/** The names under which a browser on this machine may know the workspace. */
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

function isOurs({ origin, protocol, hostname, port }) {
  if (origin === location.origin) return true;
  const here = LOOPBACK.has(hostname) && LOOPBACK.has(location.hostname);
  return here && protocol === location.protocol && port === location.port;
}

/**
 * The place that an address of this workspace names, else null. With `thread_ts` it is inside a
 * thread, for the thread's first message too.
 */
export function placeOf(address) {
  const url = new URL(address, location.href);
  const { pathname, searchParams } = url;
  const match = /^\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/.exec(pathname);
  if (!match || !isOurs(url)) return null;
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
